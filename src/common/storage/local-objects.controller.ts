import { Controller, Get, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Unbounded } from '../http/timeout.interceptor.js';
import { Public } from '../security/access.decorators.js';
import { attachment } from './attachment.js';
import { UploadSizeError } from './drivers/exact-size.js';
import { LocalDriver } from './drivers/local.driver.js';
import { type LocalGrant, LOCAL_OBJECTS_PATH, LocalUrlSigner } from './local-url-signer.js';
import { InvalidUrlSignatureError, ObjectNotFoundError } from './storage-errors.js';
import { isValidKey } from './validated-storage.js';

const epochSeconds = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
const byteCount = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const partNumber = z
  .string()
  .regex(/^[1-9]\d{0,4}$/)
  .transform(Number);
const putQuery = z.object({
  expires: epochSeconds,
  bytes: byteCount,
  signature: z.string(),
  upload: z.uuid().optional(),
  part: partNumber.optional(),
});
const getQuery = z.object({ expires: epochSeconds, filename: z.string(), signature: z.string() });

type ReceivedGrant = Pick<LocalGrant, 'key' | 'part'> & { readonly bytes: number };

/**
 * Takes and gives the objects of `LOCAL` storage, by signed URL only. Part of the API where that driver is configured;
 * with S3 the bucket's own endpoint does this.
 */
@ApiExcludeController()
@Public()
@SkipThrottle()
@Controller(LOCAL_OBJECTS_PATH)
export class LocalObjectsController {
  constructor(
    private readonly driver: LocalDriver,
    private readonly urls: LocalUrlSigner,
  ) {}

  @Put('*key')
  @Unbounded()
  async put(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    try {
      const etag = await this.receive(this.granted(request), request);
      response.setHeader('ETag', etag).status(200);
    } catch (error) {
      // A refused body is not read; the connection cannot be used again.
      response.setHeader('Connection', 'close');
      throw error;
    }
  }

  private granted(request: Request): ReceivedGrant {
    const query = putQuery.safeParse(request.query);
    if (!query.success) throw new InvalidUrlSignatureError();
    const { expires, bytes, signature, upload, part: number } = query.data;
    const part = upload === undefined || number === undefined ? {} : { part: { uploadId: upload, number } };
    const grant = { method: 'PUT', key: keyOf(request), expires, bytes, ...part } as const;
    this.verified(grant, signature);
    const declared = request.get('content-length');
    if (declared !== undefined && Number(declared) !== bytes) throw new UploadSizeError(bytes);
    return grant;
  }

  private async receive({ key, bytes, part }: ReceivedGrant, body: Request): Promise<string> {
    if (part === undefined) return `"${(await this.driver.receive(key, body, bytes)).etag}"`;
    const { uploadId, number: partNumber } = part;
    return this.driver.multipart.receivePart({ key, uploadId, partNumber, bytes }, body);
  }

  /** Whole or in ranges (RFC 9110), so that a download that was cut can go on. */
  @Get('*key')
  @Unbounded()
  async get(@Req() request: Request, @Res() response: Response): Promise<void> {
    const query = getQuery.safeParse(request.query);
    if (!query.success) throw new InvalidUrlSignatureError();
    const { expires, filename, signature } = query.data;
    const key = this.verified({ method: 'GET', key: keyOf(request), expires, filename }, signature);
    if ((await this.driver.stat(key)) === null) throw new ObjectNotFoundError();
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': attachment(filename),
      'Cache-Control': 'private, no-store',
    };
    await sendFile(response, this.driver.pathOf(key), headers);
  }

  private verified(grant: LocalGrant, signature: string): string {
    if (!isValidKey(grant.key) || !this.urls.verify(grant, signature)) throw new InvalidUrlSignatureError();
    return grant.key;
  }
}

function keyOf(request: Request): string {
  return request.path.slice(LOCAL_OBJECTS_PATH.length + 2);
}

/** Settles when the file is sent, or its client has gone; that is nobody's fault. */
async function sendFile(
  response: Response,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      response.sendFile(path, { headers, dotfiles: 'allow', cacheControl: false }, (error?: Error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  } catch (error) {
    if (response.destroyed) return;
    if ((error as { status?: unknown }).status === 404) throw new ObjectNotFoundError({ cause: error });
    throw error;
  }
}
