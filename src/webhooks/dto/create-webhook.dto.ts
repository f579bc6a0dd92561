import type { WebhookEvent } from './webhook-event.js';
import { IsDescription, IsEvents, IsUrlText } from './webhook-fields.js';

export class CreateWebhookDto {
  /**
   * Where messages are sent by POST: an `https` address that the whole internet reaches, without a user, a password or a
   * fragment.
   */
  @IsUrlText({ required: true })
  url!: string;

  /** What to be told of. */
  @IsEvents({ required: true })
  events!: WebhookEvent[];

  /** For people; up to 256 characters. */
  @IsDescription()
  description?: string | null = null;
}
