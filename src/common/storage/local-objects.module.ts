import { Module } from '@nestjs/common';
import { LocalObjectsController } from './local-objects.controller.js';

@Module({ controllers: [LocalObjectsController] })
export class LocalObjectsModule {}
