/**
 * Sends a file straight into storage. `fetch` says nothing of how much was sent; XMLHttpRequest does. No token goes along: the
 * address is signed, and is a secret for as long as it lives.
 *
 * @param {string} presignedUrl as `init` answered it
 * @param {File} file the same file that `init` was told of: its size is signed
 * @param {(share: number) => void} onProgress told the share that was sent, 0 to 1
 * @returns {Promise<void>}
 */
export function putFile(presignedUrl, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', presignedUrl);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new Error(`Storage answered ${request.status}.`));
    });
    request.addEventListener('error', () => reject(new Error('The upload was cut.')));
    request.send(file);
  });
}
