import { z } from 'zod';

/** The queue that wakes workers for files to be parsed; Redis keys begin with `bull:file-processing:`. */
export const FILE_PROCESSING_QUEUE = 'file-processing';

/**
 * What an entry of the queue carries: the job that it was sent for, and the attempt it was queued after; nothing where
 * the sweeper sent it. It is for people who look into the queue: which job is taken, the rows decide.
 */
export const fileProcessingPayload = z.object({
  job_id: z.uuid().optional(),
  attempt: z.number().int().min(0).optional(),
  /**
   * The trace that the job was sent in (W3C Trace Context), which goes on in the worker where it takes this very job.
   * Absent while traces are off, and where no request sent the entry but a repair.
   */
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
});

export type FileProcessingPayload = z.infer<typeof fileProcessingPayload>;
