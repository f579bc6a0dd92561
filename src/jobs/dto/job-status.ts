/** The states of a job (see the diagram in the README). A check in the database refuses any other. */
export const JOB_STATUSES = ['CREATED', 'QUEUED', 'PROCESSING', 'COMPLETED', 'FAILED'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const JOB_TYPES = ['FILE_UPLOAD'] as const;
export type JobType = (typeof JOB_TYPES)[number];

export const LOG_FORMATS = ['json', 'ndjson', 'csv', 'text', 'auto'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

export const ON_ERROR = ['continue', 'abort'] as const;
export type OnError = (typeof ON_ERROR)[number];
