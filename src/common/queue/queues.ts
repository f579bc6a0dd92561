import { z } from 'zod';

/** The queue that carries files to be parsed; Redis keys begin with `bull:file-processing:`. */
export const FILE_PROCESSING_QUEUE = 'file-processing';

/**
 * What an entry of the queue carries: which job, and the attempt it was queued after. Everything else is in the row,
 * which may have changed since.
 */
export const fileProcessingPayload = z.object({
  job_id: z.uuid(),
  attempt: z.number().int().min(0),
  /**
   * The trace that the job was sent in (W3C Trace Context), so that it goes on in the worker. Absent while traces are
   * off, and where no request sent the entry but a repair.
   */
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
});

export type FileProcessingPayload = z.infer<typeof fileProcessingPayload>;
