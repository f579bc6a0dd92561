import { describe, expect, it } from '@jest/globals';
import { PERMISSIONS, permissionsOf } from './roles.js';

describe('permissionsOf', () => {
  it('lets admins do everything', () => {
    expect(permissionsOf(['admin'])).toEqual([...PERMISSIONS]);
  });

  it('lets users upload and steer their own jobs', () => {
    expect(permissionsOf(['user'])).toEqual([
      'ingest:write',
      'jobs:read',
      'jobs:write',
      'webhooks:read',
      'webhooks:write',
    ]);
  });

  it('lets viewers read every job and change nothing', () => {
    expect(permissionsOf(['viewer'])).toEqual(['jobs:read', 'jobs:read_all']);
  });

  it('adds up roles', () => {
    expect(permissionsOf(['user', 'viewer'])).toEqual([
      'ingest:write',
      'jobs:read',
      'jobs:read_all',
      'jobs:write',
      'webhooks:read',
      'webhooks:write',
    ]);
    expect(permissionsOf([])).toEqual([]);
  });
});
