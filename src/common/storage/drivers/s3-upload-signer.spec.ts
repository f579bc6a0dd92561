import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { S3UploadSigner } from './s3-upload-signer.js';

const KEY = 'raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log';

const clientOf = (endpoint: string, forcePathStyle: boolean): S3Client =>
  new S3Client({
    endpoint,
    forcePathStyle,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'an-access-key', secretAccessKey: 'a-secret/key+' },
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });

describe('S3UploadSigner', () => {
  it.each([
    ['http://127.0.0.1:9000', true],
    ['https://storage.example.com', true],
    ['https://storage.example.com', false],
    ['https://storage.example.com:8443', false],
    ['https://s3.eu-central-1.amazonaws.com', false],
    ['https://storage.example.com/behind/a/path', true],
  ])('signs what the SDK signs, for %s with path style %s', async (endpoint, pathStyle) => {
    const client = clientOf(endpoint, pathStyle);
    const signer = new S3UploadSigner(client, 'log-bucket');
    const signingDate = new Date('2026-11-23T10:00:00Z');
    for (const bytes of [1, 104_857_600]) {
      const command = new PutObjectCommand({ Bucket: 'log-bucket', Key: KEY, ContentLength: bytes });
      const expected = await getSignedUrl(client, command, { expiresIn: 900, signingDate });
      expect(await signer.sign(KEY, bytes, 900, signingDate)).toBe(expected);
    }
    client.destroy();
  });
});
