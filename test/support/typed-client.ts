import { createIngestClient, type IngestClient } from '../../src/client/create-client.js';
import { type DefaultUser, login } from './http-client.js';
import { noteBody, noteToken } from './seen-secrets.js';

/**
 * The client that is made from `openapi.json`, logged in as this user. Where the document and the service part, the test
 * that uses it does not compile, or fails.
 */
export async function typedClient(baseUrl: string, user: DefaultUser): Promise<IngestClient> {
  const { access_token: token } = await login(baseUrl, user);
  noteToken(token);
  return createIngestClient({
    baseUrl,
    fetch: async (request) => {
      request.headers.set('Authorization', `Bearer ${token}`);
      const response = await fetch(request);
      noteBody(await bodyOf(response.clone()));
      return response;
    },
  });
}

/** What is no JSON holds no secrets by name. */
function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
