import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { currentRequest } from '../common/context/request-context.js';
import { ApiProblems, ApiSuccess } from '../common/http/api-documentation.js';
import { RequirePermissions } from '../common/security/access.decorators.js';
import { CurrentPrincipal, type Principal } from '../common/security/principal.js';
import { PreviewDto } from './dto/preview.dto.js';
import { PreviewTextDto } from './dto/preview-text.dto.js';
import { PREVIEW_EXAMPLE } from './dto/preview.example.js';
import { PreviewService } from './preview.service.js';

@ApiTags('ingest')
@Controller('ingest')
export class PreviewController {
  constructor(private readonly previews: PreviewService) {}

  /**
   * See what would become of some lines
   *
   * @remarks Reads up to 64 KiB of text exactly as the worker would read a file, and answers the format that was found and
   * why, the first records and the lines that could not be read. Nothing is kept. Besides the general limit there is one of
   * previews a minute (429, `PREVIEW_LIMITED`), and one of previews at a time (429, `PREVIEW_BUSY`). A text that takes
   * longer than 5 seconds is answered 504, `PREVIEW_TIMEOUT`.
   */
  @Post('preview')
  @HttpCode(200)
  @RequirePermissions('ingest:write')
  @ApiSuccess(200, PreviewDto, PREVIEW_EXAMPLE)
  @ApiProblems(401, 403, 413, 422, 429, 503, 504)
  previewText(@Body() body: PreviewTextDto, @CurrentPrincipal() principal: Principal): Promise<PreviewDto> {
    return this.previews.preview(body, principal, currentRequest()?.signal);
  }
}
