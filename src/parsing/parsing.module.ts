import { type DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from '../common/config/app-config.js';
import { ParserProcess } from './parser-process.js';
import { ParsingService } from './parsing.service.js';

/** The worker keeps parsers ready for all the jobs it may have at a time; the API starts one when it is asked. */
@Module({})
export class ParsingModule {
  static forApi(): DynamicModule {
    return parsingModule(() => 0);
  }

  static forWorker(): DynamicModule {
    return parsingModule(({ worker }) => worker.concurrency);
  }
}

function parsingModule(warmChildren: (config: AppConfig) => number): DynamicModule {
  const parserProcess = {
    provide: ParserProcess,
    inject: [AppConfig],
    useFactory: (config: AppConfig) => new ParserProcess({ ...config.parsing, warm: warmChildren(config) }),
  };
  return { module: ParsingModule, providers: [ParsingService, parserProcess], exports: [ParsingService] };
}
