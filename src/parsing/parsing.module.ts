import { Module } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { ParserProcess } from './parser-process.js';
import { ParsingService } from './parsing.service.js';

@Module({
  providers: [
    ParsingService,
    {
      provide: ParserProcess,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new ParserProcess({ timeoutMs: config.parsing.timeoutMs }),
    },
  ],
  exports: [ParsingService],
})
export class ParsingModule {}
