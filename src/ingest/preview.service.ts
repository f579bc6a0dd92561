import { Injectable } from '@nestjs/common';
import type { Principal } from '../common/security/principal.js';
import { ParsingService, type PreviewAnswer } from '../parsing/parsing.service.js';
import type { PreviewDto } from './dto/preview.dto.js';
import type { PreviewTextDto } from './dto/preview-text.dto.js';
import { PreviewTooLongError } from './errors.js';
import { PreviewLimiter } from './preview-limiter.js';

const MAX_TEXT_BYTES = 64 * 1024;
const MAX_ITEMS = 50;

/** Shows what would become of some lines, without a job. */
@Injectable()
export class PreviewService {
  constructor(
    private readonly parsing: ParsingService,
    private readonly limiter: PreviewLimiter,
  ) {}

  /**
   * @param signal - stops the parser
   * @throws PreviewTooLongError, PreviewLimitedError, PreviewBusyError
   * @throws PreviewTimeoutError, ParserCrashedError
   */
  async preview(request: PreviewTextDto, principal: Principal, signal?: AbortSignal): Promise<PreviewDto> {
    if (Buffer.byteLength(request.text) > MAX_TEXT_BYTES) throw new PreviewTooLongError(MAX_TEXT_BYTES);
    const text = {
      text: request.text,
      format: request.log_format ?? 'auto',
      timezone: request.timezone ?? 'UTC',
      onError: request.on_error ?? 'continue',
      maxRejects: request.max_rejects ?? null,
      labels: request.labels ?? {},
      maxItems: MAX_ITEMS,
    };
    const answer = await this.limiter.run(principal.userId, () => this.parsing.preview(text, signal));
    return toPreviewDto(answer);
  }
}

function toPreviewDto({ statistics, ...answer }: PreviewAnswer): PreviewDto {
  const { lines, record_lines, records, rejected_lines, blank_lines, structural_lines } = statistics;
  return {
    detected: answer.detected,
    alternatives: [...answer.alternatives],
    counts: { lines, record_lines, records, rejected_lines, blank_lines, structural_lines },
    timestamps: statistics.timestamps,
    severities: statistics.severities,
    replaced_bytes: statistics.replaced_bytes,
    records: [...answer.records],
    rejects: [...answer.rejects],
    reject_groups: statistics.rejects,
    failure: answer.failure,
  };
}
