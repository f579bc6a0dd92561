import { IsBoolean } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.js';
import type { WebhookEvent } from './webhook-event.js';
import { IsDescription, IsEvents, IsUrlText } from './webhook-fields.js';

/** What shall change; absent fields stay. */
export class UpdateWebhookDto {
  /** Messages that wait are sent to the new address. */
  @IfPresent()
  @IsUrlText({ required: false })
  url?: string;

  /** What to be told of from now on. */
  @IfPresent()
  @IsEvents({ required: false })
  events?: WebhookEvent[];

  /** For people; null takes it away. */
  @IsDescription()
  description?: string | null;

  /**
   * False sends nothing any more, also nothing that waits; true begins again with what happens from then on.
   * @example true
   */
  @IfPresent()
  @IsBoolean()
  enabled?: boolean;
}
