import { Global, Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { AccessTokenVerifier } from '../common/security/access-token.verifier.js';
import { SessionPermissions } from '../common/security/session-permissions.js';
import { UsersModule } from '../users/users.module.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { DefaultUsersCheck } from './default-users.check.js';
import { ExpiredSessionsSweeper } from './expired-sessions.sweeper.js';
import { LoginLimiter } from './login-limiter.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';
import { SigningKeys } from './signing-keys.js';
import { TokenService } from './token.service.js';

/** Global for what others ask of it through `common/security`, which knows no domain. */
@Global()
@Module({
  imports: [UsersModule, JwtModule.register({})],
  controllers: [AuthController, SessionsController],
  providers: [
    AuthService,
    DefaultUsersCheck,
    ExpiredSessionsSweeper,
    LoginLimiter,
    SessionsRepository,
    SessionsService,
    SigningKeys,
    TokenService,
    { provide: AccessTokenVerifier, useExisting: TokenService },
    { provide: SessionPermissions, useExisting: SessionsService },
  ],
  exports: [AccessTokenVerifier, SessionPermissions, SessionsService],
})
export class AuthModule {}
