import { putFile } from './put-file.js';
import { Service } from './service.js';
import { watchJob } from './watch-job.js';

const element = (id) => document.getElementById(id);
const say = (text) => (element('status').textContent = text);

let service;

onSubmit('login', async (form) => {
  const asked = new Service(form.get('server'));
  await asked.login(form.get('username'), form.get('password'));
  service = asked;
  element('login').hidden = true;
  element('upload').hidden = false;
});

onSubmit('upload', async (form) => {
  const file = form.get('file');
  say('Uploading');
  const { job_id: jobId, presigned_url: presignedUrl } = await service.init(file);
  await putFile(presignedUrl, file, (share) => (element('upload-progress').value = share));
  await service.complete(jobId);
  const job = await watchJob(service.eventsUrl(jobId), ({ status, progress }) => {
    element('job-progress').value = progress;
    say(status);
  });
  say(result(job));
});

/** What is wrong is shown, and the form can be sent again. */
function onSubmit(id, work) {
  const form = element(id);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    element('fault').textContent = '';
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      await work(new FormData(form));
    } catch (error) {
      element('fault').textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
}

function result({ status, error_message: reason, statistics }) {
  if (status === 'FAILED') return `FAILED: ${reason}`;
  return `COMPLETED: ${statistics.lines} lines, ${statistics.records} records, ${statistics.rejected_lines} rejected`;
}
