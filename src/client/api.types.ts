/** Made from openapi.json by `npm run client`; do not edit. */
export interface paths {
    "/admin/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open the queue dashboard to this browser
         * @description Puts your access token into a cookie that is sent to `/admin/queues` alone and that no script can read. It
         *     works as long as the token does. Send this from the browser (the button here does), then open `/admin/queues`.
         */
        post: operations["openDashboard"];
        /**
         * Close the queue dashboard to this browser
         * @description Removes the cookie.
         */
        delete: operations["closeDashboard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Answers an access token for `Authorization: Bearer …` and a refresh token. Unknown user and wrong password look the
         *     same.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session that the refresh token belongs to; its access tokens work no more.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who am I
         * @description The account behind the access token, with its roles and what they permit.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the tokens
         * @description Spends the refresh token and answers new ones. The same request again within 10 seconds gets the same refresh
         *     token; a spent one shown later ends the session.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your sessions
         * @description Every sign-in of yours that still holds, newest first.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * End all your sessions
         * @description This one too. No token of yours works any more, from the next request on.
         */
        delete: operations["endAllSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description Its tokens work no more, from the next request on.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check an access token
         * @description For services that are handed a token by their own clients. Answers `{"valid": false}` for anything that does
         *     not hold.
         */
        post: operations["verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Name and version
         * @description Answers as long as the process does.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive
         * @description Depends on nothing else; restart the process when it does not answer.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it take requests
         * @description Asks Postgres, Redis and storage, a second each at most; send no traffic while it answers 503.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/{job_id}/parts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the parts that are there
         * @description After a cut: whatever is not in the list has to be sent again. In the shape that Uppy's S3 plugin and S3 have for
         *     parts. An upload without parts answers 409 `NOT_MULTIPART`.
         */
        get: operations["listParts"];
        put?: never;
        post?: never;
        /**
         * Give an upload in parts up
         * @description Removes what is there, and cancels the job. Repeated, it does nothing; once the file was completed, 409.
         */
        delete: operations["abortParts"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/{job_id}/parts/{part_number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask where one part is sent
         * @description Answers a URL that takes this part by PUT, of exactly its size: all parts have `part_size` bytes, and the last one
         *     the rest. In the shape that Uppy's S3 plugin expects of `signPart`. Each call gives the whole upload
         *     `MULTIPART_EXPIRE_SECONDS` more time.
         */
        post: operations["signPart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/{job_id}/parts/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a file of its parts
         * @description When all are there; 409 `PARTS_MISSING` names those that are not, and the upload goes on. With `parts` it also
         *     makes sure that they are the ones the client sent, else 409 `PARTS_DIFFER`. Repeated, it says the same. Then call
         *     `POST /ingest/files/complete`, which does this too where it was left out.
         */
        post: operations["completeParts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/{job_id}/parts/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask where several parts are sent
         * @description The same as for one, for up to 100 parts in one request: the limit of requests counts one. Each URL ends after
         *     `expires_in`, so ask for as many as are sent in that time.
         */
        post: operations["signParts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the file is uploaded
         * @description Checks that the file is there and has the declared size, and queues the job. Of several calls one succeeds, the
         *     others answer 409. A missing or different file answers 409 and fails the job. With too many jobs waiting it answers 429
         *     `TOO_MANY_QUEUED_JOBS`; the upload stays, to be completed later.
         */
        post: operations["completeUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/files/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for an upload
         * @description Makes a job and answers a URL that takes the file by PUT, straight into storage. Then call complete.
         *     A big file may be sent in parts instead, which go on after a cut: `multipart` then says how.
         *     Repeated with its `Idempotency-Key` it answers the same job and a URL signed anew. While too much work is waiting, or a
         *     disk is nearly full, it answers 503 `QUEUE_OVERLOADED` or `DISK_FULL`; with too many uploads open, 429
         *     `TOO_MANY_OPEN_UPLOADS`.
         */
        post: operations["initUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ingest/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * See what would become of some lines
         * @description Reads up to 64 KiB of text exactly as the worker would read a file, and answers the format that was found and
         *     why, the first records and the lines that could not be read. Nothing is kept. Besides the general limit there is one of
         *     previews a minute (429, `PREVIEW_LIMITED`), and one of previews at a time (429, `PREVIEW_BUSY`). A text that takes
         *     longer than 5 seconds is answered 504, `PREVIEW_TIMEOUT`.
         */
        post: operations["previewText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs, newest first
         * @description Your own, or everybody's if your role reads them all. `Link: <…>; rel="next"` leads to the next page.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one job
         * @description With its state, progress, and once the file was read its statistics: every line counted, every reject explained.
         *     The answer has an `ETag`; with it as `If-None-Match` the next one is 304 while nothing has changed.
         */
        get: operations["getJob"];
        put?: never;
        post?: never;
        /**
         * Remove a job with its files
         * @description In whatever state; one that is running is stopped. Files that storage does not remove now are removed later.
         */
        delete: operations["removeJob"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a job
         * @description `CREATED`, `QUEUED` or `PROCESSING` → `FAILED` with code `CANCELLED`. A worker in the middle of it stops within
         *     two seconds. The file stays, so that the job can be retried, unless it was never completed.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch one job
         * @description Server-sent events: `status` with an id for every change of state, `progress` in between; the data is the job.
         *     Begins with the state the job is in, or behind the event that `Last-Event-ID` names, and ends after the last one. A
         *     browser's EventSource, which sends no header, may give its token as `access_token`. Answers 204 where nothing will
         *     come any more.
         */
        get: operations["watchJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fields of a job's records
         * @description What the records can be filtered by: each field with its type, how often it has a value, and the most frequent
         *     values. In a job of more than 200,000 records a sample of them is looked at.
         */
        get: operations["listFields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get links to the files of a job
         * @description Short-lived: the file as it was uploaded, the records as Parquet, and what could not be read as NDJSON.
         */
        get: operations["getFiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count the records of a job over time
         * @description At most 200 buckets without gaps, each with its total and the counts by severity, service or status.
         */
        get: operations["getHistogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the records of a job
         * @description In the order of the file, or the other way round with `order=desc`. With `Accept: application/x-ndjson` all
         *     matches come as one stream, one record a line, and `limit` is not looked at.
         */
        get: operations["listRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what could not be read
         * @description Every line that became no record, with its number, the reason and its text, in the order of the file.
         */
        get: operations["listRejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a failed job again
         * @description `FAILED` → `QUEUED`, with all its retries. The file that was uploaded must still be in storage: where it never
         *     was completed or is gone, 409 `RAW_FILE_GONE`. Of several calls one succeeds.
         */
        post: operations["retryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search the records of all jobs
         * @description Newest first, in all jobs that you may see. Records without a timestamp are left out. A search that would look
         *     through too much answers 422 `SCAN_TOO_LARGE`; narrow it with `from` and `to`.
         */
        get: operations["searchRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description For Prometheus. Where `METRICS_TOKEN` is set it must be shown as bearer; it is no access token.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users, newest first
         * @description `Link: <…>; rel="next"` leads to the next page.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Create a user
         * @description Username and email are unique whatever their case.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one user
         * @description Active or disabled.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Disable a user
         * @description Signs the user out everywhere and keeps the jobs.
         */
        delete: operations["disableUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Takes effect with the user's next request. The last active admin can be neither disabled nor demoted.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change your password
         * @description Ends every session of yours, this one too.
         */
        post: operations["changeMyPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your endpoints, newest first
         * @description All of them; there are few. Nobody sees another user's, admins neither.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Name an endpoint
         * @description It gets a POST, signed as Standard Webhooks says, whenever a job of yours is completed, fails or expires. The
         *     `secret` is shown in this answer alone. An address that is not allowed answers 422 `WEBHOOK_URL_NOT_ALLOWED`; with as
         *     many endpoints as you may have, 409 `TOO_MANY_WEBHOOKS`.
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one endpoint
         * @description Without its secret.
         */
        get: operations["getWebhook"];
        put?: never;
        post?: never;
        /**
         * Remove an endpoint
         * @description With everything that waits to be sent to it.
         */
        delete: operations["removeWebhook"];
        options?: never;
        head?: never;
        /**
         * Change an endpoint
         * @description Absent fields stay. `enabled` also switches one on again that was disabled because it answered 410.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/webhooks/{endpoint_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was sent to an endpoint, newest first
         * @description With status, attempts, and the last answer or error. Those that are done are forgotten after
         *     `WEBHOOK_RETENTION_DAYS`. `Link: <…>; rel="next"` leads to the next page.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpoint_id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new secret
         * @description Shown in this answer alone. For 24 hours every message carries two signatures, one with the secret before, so
         *     that the receiver can be changed in that time. The secret before that one signs no more.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{endpoint_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message
         * @description Of type `webhook.test`, on the same way as every other one; what became of it is in the list of deliveries. A
         *     disabled endpoint answers 409 `WEBHOOK_DISABLED`.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ChangePasswordDto: {
            /** @example nine purple umbrellas */
            current_password: string;
            /**
             * @description 12 to 1,000 characters of any kind, all of which count; common ones are refused.
             * @example ten yellow wheelbarrows
             */
            new_password: string;
        };
        CompletedPartsDto: {
            /**
             * @description The job that the file belongs to.
             * @example /jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            location: string;
        };
        CompletePartsDto: {
            /** @description The parts as the client knows them; when given, they must be those that are there. */
            parts?: components["schemas"]["SentPartDto"][];
        };
        CompleteUploadDto: {
            /**
             * Format: uuid
             * @description The job that `init` made.
             * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            job_id: string;
        };
        ComponentsDto: {
            /** @example up */
            database: string;
            /** @example up */
            redis: string;
            /** @example up */
            storage: string;
        };
        CreateUserDto: {
            /**
             * Format: email
             * @description Unique whatever the case.
             * @example ann@example.com
             */
            email: string;
            /**
             * @description 12 to 1,000 characters of any kind, all of which count; common ones are refused.
             * @example nine purple umbrellas
             */
            password: string;
            /**
             * @description What the user may do.
             * @example [
             *       "user"
             *     ]
             */
            roles: ("admin" | "user" | "viewer")[];
            /**
             * @description 2 to 64 letters, digits, `.`, `_`, `@` and `-`; unique whatever the case.
             * @example ann
             */
            username: string;
        };
        CreateWebhookDto: {
            /**
             * @description For people; up to 256 characters.
             * @default null
             * @example The build channel
             */
            description?: string | null;
            /**
             * @description What to be told of.
             * @example [
             *       "job.completed",
             *       "job.failed"
             *     ]
             */
            events: ("job.completed" | "job.failed" | "job.expired")[];
            /**
             * @description Where messages are sent by POST: an `https` address that the whole internet reaches, without a user, a password or a
             *     fragment.
             * @example https://hooks.example.com/ingest
             */
            url: string;
        };
        DetectedFormatDto: {
            /**
             * @description Share of the lines looked at that it reads, 0 to 1.
             * @example 1
             */
            confidence: number;
            /**
             * @description `json`, `ndjson`, `csv`, or for text the name of the pattern.
             * @example timestamp_level
             */
            format: string;
            /**
             * @description What of the text led to the choice.
             * @example The pattern timestamp_level reads 100 % of the lines looked at with a valid timestamp.
             */
            why: string;
        };
        DownloadDto: {
            /** @description Size of the file. */
            bytes: number;
            /** @description When the link ends, RFC 3339, UTC. */
            expires_at: string;
            /** @description Takes GET, without a token; the file comes as an attachment under a safe name. */
            url: string;
        };
        FieldDto: {
            /** @description Share of the records looked at in which the field has a value, 0 to 1. */
            filled: number;
            /**
             * @description As `field.<name>=` takes it; nested attributes have dotted names.
             * @example status
             */
            name: string;
            /**
             * @description The most frequent values, at most 10, of up to 200 characters each. Of a field with many different values only the
             *     first 1,000 that were seen are counted.
             */
            top: components["schemas"]["FieldValueDto"][];
            /**
             * @description `string`, `number`, `boolean`, `array`, `object`, or `mixed`.
             * @example number
             */
            type: string;
        };
        FieldsDto: {
            /** @description Columns first, then up to 200 attributes as they were first seen. Fields without any value are left out. */
            items: components["schemas"]["FieldDto"][];
            /** @description Records that were looked at and match. */
            records: number;
            /** @description True for a large file, of which records at even distances were looked at. */
            sampled: boolean;
        };
        FieldValueDto: {
            /** @description Records with it, among those looked at. */
            count: number;
            /** @description As `field.<name>=` takes it. */
            value: string;
        };
        FilesDto: {
            /** @description The records. */
            parquet: components["schemas"]["DownloadDto"] | null;
            /**
             * @description The file as it lies in storage. Whoever has the address that it was uploaded to can write over it until that address
             *     ends; the records and counts are of what was read, and a job that has not been read by then fails with `OBJECT_CHANGED`.
             */
            raw: components["schemas"]["DownloadDto"] | null;
            /** @description What could not be read: NDJSON, one object a line. */
            rejects: components["schemas"]["DownloadDto"] | null;
        };
        FormatGuessDto: {
            /**
             * @description Share of the lines looked at that it reads, 0 to 1.
             * @example 1
             */
            confidence: number;
            /**
             * @description `json`, `ndjson`, `csv`, or for text the name of the pattern.
             * @example timestamp_level
             */
            format: string;
        };
        HealthDto: {
            /** @example ingest-service */
            service: string;
            /** @example healthy */
            status: string;
            /** @example 0.1.0 */
            version: string;
        };
        HistogramBucketDto: {
            /**
             * @description The same by key. Records without the key are in `total` only, and so are those of all but the 20 most frequent services
             *     or statuses.
             * @example {
             *       "INFO": 151,
             *       "WARN": 4
             *     }
             */
            by: {
                [key: string]: number;
            };
            /**
             * @description When it begins, RFC 3339, UTC; it ends where the next one begins.
             * @example 2015-05-17T10:00:00.000Z
             */
            start: string;
            /** @description Records in it. */
            total: number;
        };
        HistogramDto: {
            /** @description Without gaps, at most 200, over the time span of the job within `from` and `to`. */
            buckets: components["schemas"]["HistogramBucketDto"][];
            /** @description Width of a bucket. */
            interval_seconds: number;
            /** @description Records that match and have no timestamp; they are in no bucket. */
            without_timestamp: number;
        };
        InitUploadDto: {
            /**
             * @description For display; sanitised.
             * @example access.log
             */
            filename: string;
            /**
             * @description Put on every record: at most 32 strings of up to 256 characters.
             * @default {}
             * @example {
             *       "env": "prod"
             *     }
             */
            labels?: {
                [key: string]: string;
            };
            /**
             * @description What the file holds; `auto` finds out. Gzip and zstd are recognised by their bytes, whatever the
             *     name says.
             * @default auto
             * @example auto
             * @enum {string}
             */
            log_format?: "json" | "ndjson" | "csv" | "text" | "auto";
            /**
             * @description Fail the job after more rejected lines than this; null for no bound.
             * @default null
             * @example null
             */
            max_rejects?: number | null;
            /**
             * @description True lets the file be sent in parts, false does not; absent, files above `MULTIPART_THRESHOLD_MB` may be. It may always
             *     be sent whole to the `presigned_url`.
             * @example false
             */
            multipart?: boolean;
            /**
             * @description `continue` reports lines that cannot be read and goes on; `abort` fails the job at the first one.
             * @default continue
             * @example continue
             * @enum {string}
             */
            on_error?: "continue" | "abort";
            /**
             * @description Digest of the file as sent, 64 hexadecimal digits; the job fails if what arrived differs.
             * @default null
             * @example null
             */
            sha256?: string | null;
            /**
             * @description Exact size of the file as it will be sent, bytes; at most `MAX_UPLOAD_SIZE_MB`.
             * @example 2370789
             */
            size: number;
            /**
             * @description IANA zone for timestamps that name none.
             * @default UTC
             * @example UTC
             */
            timezone?: string;
        };
        JobDto: {
            /**
             * @description How often a worker has claimed it.
             * @example 1
             */
            attempt: number;
            /** @description When `init` was called. */
            created_at: string;
            /**
             * @description Why it failed, or why the last attempt did; stable, see `docs/errors.md`. Null when nothing went wrong.
             * @enum {string|null}
             */
            error_code: "BODY_TOO_DEEP" | "BODY_TOO_LARGE" | "IDEMPOTENCY_KEY_IN_USE" | "IDEMPOTENCY_KEY_REUSED" | "INTERNAL_ERROR" | "INVALID_CHARACTER" | "INVALID_CURSOR" | "INVALID_IDEMPOTENCY_KEY" | "INVALID_KEY" | "MALFORMED_JSON" | "MALFORMED_REQUEST" | "NOT_JSON" | "RANGE_NOT_SATISFIABLE" | "RATE_LIMITED" | "REQUEST_TIMEOUT" | "ROUTE_NOT_FOUND" | "UNSUPPORTED_ENCODING" | "VALIDATION_FAILED" | "DATABASE_UNAVAILABLE" | "REDIS_UNAVAILABLE" | "STORAGE_UNAVAILABLE" | "COMMON_PASSWORD" | "EMAIL_TAKEN" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_REFRESH_TOKEN" | "LAST_ADMIN" | "LOGIN_LIMITED" | "LOGIN_OVERLOADED" | "PASSWORD_CHANGE_LIMITED" | "SESSION_NOT_FOUND" | "UNAUTHENTICATED" | "USERNAME_TAKEN" | "USER_NOT_FOUND" | "WRONG_PASSWORD" | "DISK_FULL" | "FILE_TOO_LARGE" | "INVALID_FILENAME" | "INVALID_OBJECT_KEY" | "INVALID_PART_NUMBER" | "INVALID_URL_SIGNATURE" | "JOB_REMOVED" | "MULTIPART_GONE" | "NOT_MULTIPART" | "OBJECT_CHANGED" | "OBJECT_NOT_FOUND" | "PARTS_DIFFER" | "PARTS_MISSING" | "PREVIEW_BUSY" | "PREVIEW_LIMITED" | "PREVIEW_TIMEOUT" | "PREVIEW_TOO_LONG" | "QUEUE_OVERLOADED" | "TOO_MANY_OPEN_UPLOADS" | "TOO_MANY_QUEUED_JOBS" | "UPLOAD_EXPIRED" | "UPLOAD_MISSING" | "UPLOAD_SIZE_MISMATCH" | "CANCELLED" | "JOB_NOT_FOUND" | "JOB_STATE_CONFLICT" | "RAW_FILE_GONE" | "TOO_MANY_EVENT_STREAMS" | "TOO_MANY_WATCHERS" | "CHECKSUM_MISMATCH" | "COMPRESSION_RATIO_EXCEEDED" | "DECOMPRESSED_TOO_LARGE" | "OUTPUT_TOO_LARGE" | "PARSER_CRASHED" | "PARSE_MEMORY_EXCEEDED" | "PARSE_TIMEOUT" | "REJECTED_LINE" | "RESULTS_LOST" | "SCRATCH_FULL" | "SCRATCH_LIMIT_EXCEEDED" | "TOO_MANY_REJECTS" | "UNSUPPORTED_COMPRESSION" | "UPLOAD_CHANGED" | "WORKER_LOST" | "JOB_NOT_COMPLETED" | "QUERIES_BUSY" | "QUERY_FAILED" | "QUERY_TOO_LARGE" | "RESULT_UNREADABLE" | "SCAN_TOO_LARGE" | "TOO_MANY_BUCKETS" | "SECRET_UNREADABLE" | "TOO_MANY_WEBHOOKS" | "WEBHOOK_DISABLED" | "WEBHOOK_NOT_FOUND" | "WEBHOOK_URL_NOT_ALLOWED" | null;
            /** @description The same in one sentence. */
            error_message: string | null;
            /** @description The file, as declared. */
            file: components["schemas"]["JobFileDto"] | null;
            /** @description When it was completed or failed. */
            finished_at: string | null;
            /**
             * @description UUID v7.
             * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            job_id: string;
            /**
             * @description `FILE_UPLOAD`.
             * @example FILE_UPLOAD
             */
            job_type: string;
            /** @description Whose it is. */
            owner_id: string;
            /**
             * @description Percent, 0 to 100.
             * @example 100
             */
            progress: number;
            /** @description When it was queued last; null before `complete`. */
            queued_at: string | null;
            /**
             * @description How often it was tried again.
             * @example 0
             */
            retry_count: number;
            /**
             * @description Where it came from: `api`.
             * @example api
             */
            source: string;
            /** @description When the current or last attempt began. */
            started_at: string | null;
            /** @description What was found in the file; null until it was read. */
            statistics: components["schemas"]["JobStatisticsDto"] | null;
            /**
             * @description `CREATED`, `QUEUED`, `PROCESSING`, `COMPLETED` or `FAILED`.
             * @example COMPLETED
             * @enum {string}
             */
            status: "CREATED" | "QUEUED" | "PROCESSING" | "COMPLETED" | "FAILED";
            /** @description When anything of it last changed. */
            updated_at: string;
        };
        JobFileDto: {
            /**
             * @description Sanitised; for display.
             * @example access.log
             */
            filename: string;
            /**
             * @description Put on every record.
             * @example {
             *       "env": "prod"
             *     }
             */
            labels: {
                [key: string]: string;
            };
            /**
             * @description `json`, `ndjson`, `csv`, `text` or `auto`.
             * @example auto
             */
            log_format: string;
            /** @description Rejected lines after which the job stops; null for no bound. */
            max_rejects: number | null;
            /**
             * @description `continue` or `abort`.
             * @example continue
             */
            on_error: string;
            /**
             * @description Bytes as uploaded.
             * @example 2370789
             */
            size: number;
            /**
             * @description IANA zone for timestamps that name none.
             * @example UTC
             */
            timezone: string;
        };
        JobStatisticsDto: {
            /** @description Empty lines outside records. */
            blank_lines: number;
            /** @description Size of the file as uploaded, bytes. */
            bytes: number;
            /**
             * @description `none`, `gzip` or `zstd`, found by the file's first bytes.
             * @example none
             */
            compression: string;
            /** @description Size after decompression, bytes. */
            decompressed_bytes: number;
            /** @description Share of the sampled lines that the detected format reads, 0 to 1. */
            detected_confidence: number;
            /**
             * @description `json`, `ndjson`, `csv`, or for text the name of the pattern; `plain` where none reads it and each line is a record.
             * @example apache_combined
             */
            detected_format: string;
            /**
             * @description `utf-8`, `utf-16le` or `utf-16be`.
             * @example utf-8
             */
            encoding: string;
            /**
             * @description Earliest timestamp, RFC 3339, UTC; null where no record has one.
             * @example 2015-05-17T10:05:00.000Z
             */
            first_timestamp: string | null;
            /** @description Latest timestamp, RFC 3339, UTC; null where no record has one. */
            last_timestamp: string | null;
            /** @description Lines in the decompressed file; LF, CRLF and a lone CR each end one. */
            lines: number;
            /** @description Files written. */
            output_files: components["schemas"]["OutputFileDto"][];
            /** @description Lines that are part of a record. */
            record_lines: number;
            /** @description Records in the result; one may span several lines. */
            records: number;
            /** @description Lines that could not be read; the job's rejects file has each with its number, reason and text. */
            rejected_lines: number;
            /** @description Rejected lines by reason. */
            rejects: components["schemas"]["RejectGroupDto"][];
            /** @description Bytes that were no valid UTF-8, or NUL, and were replaced by U+FFFD. */
            replaced_bytes: number;
            /** @description Seconds per phase. */
            seconds: components["schemas"]["PhaseSecondsDto"];
            /**
             * @description Records by severity range (`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`); records of unknown severity are not
             *     counted here.
             * @example {
             *       "INFO": 9780,
             *       "WARN": 217,
             *       "ERROR": 3
             *     }
             */
            severities: {
                [key: string]: number;
            };
            /** @description Lines that carry structure only: a CSV header, `#` directives, the brackets of a JSON document. */
            structural_lines: number;
            /** @description How timestamps were read. */
            timestamps: components["schemas"]["TimestampCountsDto"];
        };
        LivenessDto: {
            /** @example alive */
            status: string;
        };
        LoginDto: {
            /**
             * @description Up to 1,000 characters; all of them count.
             * @example admin123
             */
            password: string;
            /**
             * @description Name of the account, in any case.
             * @example admin
             */
            username: string;
        };
        MeDto: {
            /** @example admin@example.com */
            email: string;
            /**
             * @description What the roles permit.
             * @example [
             *       "ingest:write",
             *       "jobs:read",
             *       "jobs:write",
             *       "webhooks:read",
             *       "webhooks:write"
             *     ]
             */
            permissions: string[];
            /**
             * @description Any of `admin`, `user`, `viewer`.
             * @example [
             *       "admin"
             *     ]
             */
            roles: string[];
            /** @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e */
            user_id: string;
            /** @example admin */
            username: string;
        };
        MultipartTicketDto: {
            /**
             * @description Where the object will lie; for clients that want to name it.
             * @example raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log
             */
            key: string;
            /**
             * @description How many parts there are.
             * @example 320
             */
            part_count: number;
            /**
             * @description Size of every part but the last, bytes.
             * @example 16777216
             */
            part_size: number;
            /**
             * @description What storage calls this upload.
             * @example 2~VmxqxvXhGyVqTn5qzXl3b0iQ0xY
             */
            upload_id: string;
        };
        OutputFileDto: {
            /** @description Size in bytes. */
            bytes: number;
            /**
             * @description `parquet` (the records) or `rejects` (the lines not read).
             * @example parquet
             */
            kind: string;
        };
        PhaseSecondsDto: {
            /** @description Reading lines into records. */
            parse: number;
            /** @description Writing the results to storage. */
            publish: number;
            /** @description Fetching the file and decompressing it. */
            stage: number;
        };
        PreviewCountsDto: {
            /** @description Empty lines outside records. */
            blank_lines: number;
            /** @description Lines of the text; LF, CRLF and a lone CR each end one. */
            lines: number;
            /** @description Lines that are part of a record. */
            record_lines: number;
            /** @description Records; one may span several lines. */
            records: number;
            /** @description Lines that could not be read. */
            rejected_lines: number;
            /** @description Lines that carry structure only: a CSV header, `#` directives, the brackets of a JSON document. */
            structural_lines: number;
        };
        PreviewDto: {
            /** @description What else it could be read as, surest first. */
            alternatives: components["schemas"]["FormatGuessDto"][];
            /** @description Lines by what became of them. */
            counts: components["schemas"]["PreviewCountsDto"];
            /** @description What the text is read as, how sure that is, and why. */
            detected: components["schemas"]["DetectedFormatDto"];
            /** @description Why a job with this text would fail; null where it would not. */
            failure: components["schemas"]["PreviewFailureDto"] | null;
            /** @description The first 50 records. */
            records: components["schemas"]["PreviewRecordDto"][];
            /** @description All lines that could not be read, by reason. */
            reject_groups: components["schemas"]["RejectGroupDto"][];
            /** @description The first 50 lines that could not be read. */
            rejects: components["schemas"]["PreviewRejectDto"][];
            /** @description Bytes that were replaced by U+FFFD. */
            replaced_bytes: number;
            /**
             * @description Records by severity range.
             * @example {
             *       "ERROR": 1,
             *       "INFO": 1
             *     }
             */
            severities: {
                [key: string]: number;
            };
            /** @description How timestamps were read. */
            timestamps: components["schemas"]["TimestampCountsDto"];
        };
        PreviewFailureDto: {
            /**
             * @description Stable reason, as the job would have it.
             * @example TOO_MANY_REJECTS
             * @enum {string}
             */
            code: "BODY_TOO_DEEP" | "BODY_TOO_LARGE" | "IDEMPOTENCY_KEY_IN_USE" | "IDEMPOTENCY_KEY_REUSED" | "INTERNAL_ERROR" | "INVALID_CHARACTER" | "INVALID_CURSOR" | "INVALID_IDEMPOTENCY_KEY" | "INVALID_KEY" | "MALFORMED_JSON" | "MALFORMED_REQUEST" | "NOT_JSON" | "RANGE_NOT_SATISFIABLE" | "RATE_LIMITED" | "REQUEST_TIMEOUT" | "ROUTE_NOT_FOUND" | "UNSUPPORTED_ENCODING" | "VALIDATION_FAILED" | "DATABASE_UNAVAILABLE" | "REDIS_UNAVAILABLE" | "STORAGE_UNAVAILABLE" | "COMMON_PASSWORD" | "EMAIL_TAKEN" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_REFRESH_TOKEN" | "LAST_ADMIN" | "LOGIN_LIMITED" | "LOGIN_OVERLOADED" | "PASSWORD_CHANGE_LIMITED" | "SESSION_NOT_FOUND" | "UNAUTHENTICATED" | "USERNAME_TAKEN" | "USER_NOT_FOUND" | "WRONG_PASSWORD" | "DISK_FULL" | "FILE_TOO_LARGE" | "INVALID_FILENAME" | "INVALID_OBJECT_KEY" | "INVALID_PART_NUMBER" | "INVALID_URL_SIGNATURE" | "JOB_REMOVED" | "MULTIPART_GONE" | "NOT_MULTIPART" | "OBJECT_CHANGED" | "OBJECT_NOT_FOUND" | "PARTS_DIFFER" | "PARTS_MISSING" | "PREVIEW_BUSY" | "PREVIEW_LIMITED" | "PREVIEW_TIMEOUT" | "PREVIEW_TOO_LONG" | "QUEUE_OVERLOADED" | "TOO_MANY_OPEN_UPLOADS" | "TOO_MANY_QUEUED_JOBS" | "UPLOAD_EXPIRED" | "UPLOAD_MISSING" | "UPLOAD_SIZE_MISMATCH" | "CANCELLED" | "JOB_NOT_FOUND" | "JOB_STATE_CONFLICT" | "RAW_FILE_GONE" | "TOO_MANY_EVENT_STREAMS" | "TOO_MANY_WATCHERS" | "CHECKSUM_MISMATCH" | "COMPRESSION_RATIO_EXCEEDED" | "DECOMPRESSED_TOO_LARGE" | "OUTPUT_TOO_LARGE" | "PARSER_CRASHED" | "PARSE_MEMORY_EXCEEDED" | "PARSE_TIMEOUT" | "REJECTED_LINE" | "RESULTS_LOST" | "SCRATCH_FULL" | "SCRATCH_LIMIT_EXCEEDED" | "TOO_MANY_REJECTS" | "UNSUPPORTED_COMPRESSION" | "UPLOAD_CHANGED" | "WORKER_LOST" | "JOB_NOT_COMPLETED" | "QUERIES_BUSY" | "QUERY_FAILED" | "QUERY_TOO_LARGE" | "RESULT_UNREADABLE" | "SCAN_TOO_LARGE" | "TOO_MANY_BUCKETS" | "SECRET_UNREADABLE" | "TOO_MANY_WEBHOOKS" | "WEBHOOK_DISABLED" | "WEBHOOK_NOT_FOUND" | "WEBHOOK_URL_NOT_ALLOWED";
            /** @description One sentence for a person. */
            message: string;
        };
        PreviewRecordDto: {
            /** @description Everything else the record holds, as it was written. */
            attributes: {
                [key: string]: unknown;
            };
            /** @description The message, or the whole line. */
            body: string;
            /** @description Where it was written, when the record says so. */
            host: string | null;
            /** @description As given at `init`. */
            labels: {
                [key: string]: string;
            };
            /** @description Lines of the record; more than 1 for multi-line records. */
            line_count: number;
            /** @description 1-based line of the record's first line, in the decompressed file. */
            line_no: number;
            /** @description When the job read it. */
            observed_timestamp: string;
            /** @description The original text. */
            raw: string;
            /** @description Who wrote it, when the record says so. */
            service: string | null;
            /** @description 1 to 24 as in OpenTelemetry; null when unknown. */
            severity_number: number | null;
            /** @description The word in the file. */
            severity_text: string | null;
            /** @description Span it belongs to. */
            span_id: string | null;
            /**
             * @description As the record says; null when it has none.
             * @example 2015-05-17T10:05:03.000000Z
             */
            timestamp: string | null;
            /** @description Trace it belongs to. */
            trace_id: string | null;
        };
        PreviewRejectDto: {
            /**
             * @description Stable reason; see `docs/errors.md`.
             * @example INVALID_JSON
             * @enum {string}
             */
            code: "INVALID_JSON" | "NOT_AN_OBJECT" | "NESTING_TOO_DEEP" | "INVALID_CSV" | "COLUMN_COUNT" | "LINE_TOO_LONG" | "RECORD_TOO_LARGE" | "TRUNCATED_INPUT" | "CORRUPT_INPUT" | "TRAILING_GARBAGE";
            /** @description 1-based character of the record's text at which the fault is, where that can be said. */
            column: number | null;
            /** @description 1-based line. */
            line_no: number;
            /** @description One sentence for a person. */
            message: string;
            /** @description Its text, at most 1,024 characters. */
            raw: string;
        };
        PreviewTextDto: {
            /**
             * @description Put on every record: at most 32 strings of up to 256 characters.
             * @default {}
             * @example {
             *       "env": "prod"
             *     }
             */
            labels?: {
                [key: string]: string;
            };
            /**
             * @description What the file holds; `auto` finds out. Gzip and zstd are recognised by their bytes, whatever the
             *     name says.
             * @default auto
             * @example auto
             * @enum {string}
             */
            log_format?: "json" | "ndjson" | "csv" | "text" | "auto";
            /**
             * @description Fail the job after more rejected lines than this; null for no bound.
             * @default null
             * @example null
             */
            max_rejects?: number | null;
            /**
             * @description `continue` reports lines that cannot be read and goes on; `abort` fails the job at the first one.
             * @default continue
             * @example continue
             * @enum {string}
             */
            on_error?: "continue" | "abort";
            /**
             * @description Some lines of a log, at most 64 KiB as UTF-8; the whole body may have 100 KB.
             * @example 2026-01-02 03:04:05 ERROR Something broke
             *     	at Main.main(Main.java:1)
             */
            text: string;
            /**
             * @description IANA zone for timestamps that name none.
             * @default UTC
             * @example UTC
             */
            timezone?: string;
        };
        ProblemDto: {
            /**
             * @description Stable, for programs; `docs/errors.md` says of each what it means and what to do. A new version may add codes: take one
             *     that you do not know by its status.
             * @example JOB_NOT_FOUND
             * @enum {string}
             */
            code: "BODY_TOO_DEEP" | "BODY_TOO_LARGE" | "IDEMPOTENCY_KEY_IN_USE" | "IDEMPOTENCY_KEY_REUSED" | "INTERNAL_ERROR" | "INVALID_CHARACTER" | "INVALID_CURSOR" | "INVALID_IDEMPOTENCY_KEY" | "INVALID_KEY" | "MALFORMED_JSON" | "MALFORMED_REQUEST" | "NOT_JSON" | "RANGE_NOT_SATISFIABLE" | "RATE_LIMITED" | "REQUEST_TIMEOUT" | "ROUTE_NOT_FOUND" | "UNSUPPORTED_ENCODING" | "VALIDATION_FAILED" | "DATABASE_UNAVAILABLE" | "REDIS_UNAVAILABLE" | "STORAGE_UNAVAILABLE" | "COMMON_PASSWORD" | "EMAIL_TAKEN" | "FORBIDDEN" | "INVALID_CREDENTIALS" | "INVALID_REFRESH_TOKEN" | "LAST_ADMIN" | "LOGIN_LIMITED" | "LOGIN_OVERLOADED" | "PASSWORD_CHANGE_LIMITED" | "SESSION_NOT_FOUND" | "UNAUTHENTICATED" | "USERNAME_TAKEN" | "USER_NOT_FOUND" | "WRONG_PASSWORD" | "DISK_FULL" | "FILE_TOO_LARGE" | "INVALID_FILENAME" | "INVALID_OBJECT_KEY" | "INVALID_PART_NUMBER" | "INVALID_URL_SIGNATURE" | "JOB_REMOVED" | "MULTIPART_GONE" | "NOT_MULTIPART" | "OBJECT_CHANGED" | "OBJECT_NOT_FOUND" | "PARTS_DIFFER" | "PARTS_MISSING" | "PREVIEW_BUSY" | "PREVIEW_LIMITED" | "PREVIEW_TIMEOUT" | "PREVIEW_TOO_LONG" | "QUEUE_OVERLOADED" | "TOO_MANY_OPEN_UPLOADS" | "TOO_MANY_QUEUED_JOBS" | "UPLOAD_EXPIRED" | "UPLOAD_MISSING" | "UPLOAD_SIZE_MISMATCH" | "CANCELLED" | "JOB_NOT_FOUND" | "JOB_STATE_CONFLICT" | "RAW_FILE_GONE" | "TOO_MANY_EVENT_STREAMS" | "TOO_MANY_WATCHERS" | "CHECKSUM_MISMATCH" | "COMPRESSION_RATIO_EXCEEDED" | "DECOMPRESSED_TOO_LARGE" | "OUTPUT_TOO_LARGE" | "PARSER_CRASHED" | "PARSE_MEMORY_EXCEEDED" | "PARSE_TIMEOUT" | "REJECTED_LINE" | "RESULTS_LOST" | "SCRATCH_FULL" | "SCRATCH_LIMIT_EXCEEDED" | "TOO_MANY_REJECTS" | "UNSUPPORTED_COMPRESSION" | "UPLOAD_CHANGED" | "WORKER_LOST" | "JOB_NOT_COMPLETED" | "QUERIES_BUSY" | "QUERY_FAILED" | "QUERY_TOO_LARGE" | "RESULT_UNREADABLE" | "SCAN_TOO_LARGE" | "TOO_MANY_BUCKETS" | "SECRET_UNREADABLE" | "TOO_MANY_WEBHOOKS" | "WEBHOOK_DISABLED" | "WEBHOOK_NOT_FOUND" | "WEBHOOK_URL_NOT_ALLOWED";
            /**
             * @description One sentence for a person.
             * @example There is no such job.
             */
            detail: string;
            /** @description Faults by place, for 422. */
            errors?: components["schemas"]["ProblemFaultDto"][];
            /**
             * @description The path that was asked for.
             * @example /jobs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            instance: string;
            /**
             * @description Leads to the log line; also in `X-Request-Id`.
             * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            request_id: string;
            /**
             * @description The HTTP status.
             * @example 404
             */
            status: number;
            /**
             * @description The status in words.
             * @example Not Found
             */
            title: string;
            /**
             * @description Identifies the kind of problem.
             * @example urn:ingest:problem:job-not-found
             */
            type: string;
        };
        ProblemFaultDto: {
            /**
             * @description One sentence for a person.
             * @example size must not be less than 1
             */
            detail: string;
            /**
             * @description JSON pointer into the body (RFC 6901), or `?name` for a query parameter.
             * @example /size
             */
            pointer: string;
        };
        QueuedDto: {
            /** @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e */
            job_id: string;
            /** @example Job queued successfully */
            message: string;
            /** @example QUEUED */
            status: string;
        };
        ReadinessDto: {
            /** @description Each `up` or `down`. */
            components: components["schemas"]["ComponentsDto"];
            /**
             * @description `ready` or `not_ready`.
             * @example ready
             */
            status: string;
        };
        RecordDto: {
            /** @description Everything else the record holds, as it was written. */
            attributes: {
                [key: string]: unknown;
            };
            /** @description The message, or the whole line. */
            body: string;
            /** @description Where it was written, when the record says so. */
            host: string | null;
            /** @description The job that it was read by. */
            job_id: string;
            /** @description As given at `init`. */
            labels: {
                [key: string]: string;
            };
            /** @description Lines of the record; more than 1 for multi-line records. */
            line_count: number;
            /** @description 1-based line of the record's first line, in the decompressed file. */
            line_no: number;
            /** @description When the job read it. */
            observed_timestamp: string;
            /** @description The original text. */
            raw: string;
            /** @description Who wrote it, when the record says so. */
            service: string | null;
            /** @description 1 to 24 as in OpenTelemetry; null when unknown. */
            severity_number: number | null;
            /** @description The word in the file. */
            severity_text: string | null;
            /** @description Span it belongs to. */
            span_id: string | null;
            /**
             * @description As the record says; null when it has none.
             * @example 2015-05-17T10:05:03.000000Z
             */
            timestamp: string | null;
            /** @description Trace it belongs to. */
            trace_id: string | null;
        };
        RecordPageDto: {
            /** @description The records; a page of very long records may hold fewer than `limit`. */
            items: components["schemas"]["RecordDto"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        RefreshDto: {
            /**
             * @description The refresh token of the last login or refresh.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln
             */
            refresh_token: string;
        };
        RejectDto: {
            /**
             * @description Stable reason; see `docs/errors.md`.
             * @example INVALID_JSON
             * @enum {string}
             */
            code: "INVALID_JSON" | "NOT_AN_OBJECT" | "NESTING_TOO_DEEP" | "INVALID_CSV" | "COLUMN_COUNT" | "LINE_TOO_LONG" | "RECORD_TOO_LARGE" | "TRUNCATED_INPUT" | "CORRUPT_INPUT" | "TRAILING_GARBAGE";
            /** @description 1-based character of the record's text at which the fault is, where that can be said. */
            column: number | null;
            /** @description 1-based line at which it begins, in the decompressed file. */
            line_no: number;
            /** @description The reason in one sentence. */
            message: string;
            /** @description The text, at most 1,024 characters of it. */
            raw: string;
        };
        RejectGroupDto: {
            /**
             * @description Stable reason; see `docs/errors.md`.
             * @example INVALID_JSON
             * @enum {string}
             */
            code: "INVALID_JSON" | "NOT_AN_OBJECT" | "NESTING_TOO_DEEP" | "INVALID_CSV" | "COLUMN_COUNT" | "LINE_TOO_LONG" | "RECORD_TOO_LARGE" | "TRUNCATED_INPUT" | "CORRUPT_INPUT" | "TRAILING_GARBAGE";
            /** @description Rejected records with this reason. */
            count: number;
            /** @description 1-based line number of the first one, in the decompressed file. */
            first_line: number;
            /** @description Text of the first one, at most 200 characters. */
            sample: string;
        };
        RejectPageDto: {
            /** @description The rejects. */
            items: components["schemas"]["RejectDto"][];
            /** @description Where the next page begins; null on the last one. */
            next_cursor: string | null;
        };
        SentPartDto: {
            /** @example \5d41402abc4b2a76b9719d911017c592\ */
            ETag: string;
            /** @example 1 */
            PartNumber: number;
        };
        SessionDto: {
            /** @description When you signed in, RFC 3339. */
            created_at: string;
            /** @description Whether this request belongs to it. */
            current: boolean;
            /** @description When it ends unless it is renewed, RFC 3339. */
            expires_at: string;
            /** @description When its tokens were last renewed, RFC 3339. */
            last_used_at: string;
            /**
             * @description Where you signed in from.
             * @example 203.0.113.7
             */
            remote_address: string | null;
            /** @example 0190a6c0-1111-7b1a-9d2e-3f1c2b4a5d6e */
            session_id: string;
            /**
             * @description What you signed in with.
             * @example curl/8.5.0
             */
            user_agent: string | null;
        };
        SignedNumberedPartDto: {
            /**
             * @description Seconds until the URL ends.
             * @example 900
             */
            expires_in: number;
            /** @description Headers that the PUT must have; none. */
            headers: {
                [key: string]: string;
            };
            /** @example 1 */
            part_number: number;
            /**
             * @description Exact size of the part, bytes.
             * @example 16777216
             */
            size: number;
            /**
             * @description Takes the part by PUT, as often as needed until it expires. Its answer has an `ETag`.
             * @example https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?partNumber=1&uploadId=…
             */
            url: string;
        };
        SignedPartDto: {
            /**
             * @description Seconds until the URL ends.
             * @example 900
             */
            expires_in: number;
            /** @description Headers that the PUT must have; none. */
            headers: {
                [key: string]: string;
            };
            /**
             * @description Exact size of the part, bytes.
             * @example 16777216
             */
            size: number;
            /**
             * @description Takes the part by PUT, as often as needed until it expires. Its answer has an `ETag`.
             * @example https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?partNumber=1&uploadId=…
             */
            url: string;
        };
        SignPartsDto: {
            /**
             * @description Which parts, from 1 on; at most 100, each once.
             * @example [
             *       1,
             *       2,
             *       3
             *     ]
             */
            part_numbers: number[];
        };
        TimestampCountsDto: {
            /** @description Timestamps that named no zone and were read in the job's `timezone`. */
            assumed_timezone: number;
            /** @description Timestamps that named no year and were given the one nearest to the job's creation. */
            assumed_year: number;
            /** @description Records without one. */
            missing: number;
            /** @description Records with a valid timestamp. */
            parsed: number;
        };
        TokensDto: {
            /**
             * @description Sent as `Authorization: Bearer …` with every request.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln
             */
            access_token: string;
            /**
             * @description Seconds until the access token ends.
             * @example 1800
             */
            expires_in: number;
            /**
             * @description Good for nothing but getting new tokens.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6InJ0K2p3dCIsImtpZCI6IjkxYzcifQ.eyJzdWIiOiIwMTkwIn0.c2ln
             */
            refresh_token: string;
            /**
             * @description Always `bearer`.
             * @example bearer
             */
            token_type: string;
        };
        UpdateUserDto: {
            /**
             * Format: email
             * @example ann@example.com
             */
            email?: string;
            /**
             * @description False disables the user, who is signed out everywhere; true lets them sign in again.
             * @example false
             */
            is_active?: boolean;
            /**
             * @example [
             *       "viewer"
             *     ]
             */
            roles?: ("admin" | "user" | "viewer")[];
            /** @example ann */
            username?: string;
        };
        UpdateWebhookDto: {
            /**
             * @description For people; null takes it away.
             * @example The build channel
             */
            description?: string | null;
            /**
             * @description False sends nothing any more, also nothing that waits; true begins again with what happens from then on.
             * @example true
             */
            enabled?: boolean;
            /**
             * @description What to be told of from now on.
             * @example [
             *       "job.completed",
             *       "job.failed"
             *     ]
             */
            events?: ("job.completed" | "job.failed" | "job.expired")[];
            /**
             * @description Messages that wait are sent to the new address.
             * @example https://hooks.example.com/ingest
             */
            url?: string;
        };
        UploadedPartDto: {
            /** @example \5d41402abc4b2a76b9719d911017c592\ */
            ETag: string;
            /** @example 1 */
            PartNumber: number;
            /**
             * @description Bytes.
             * @example 16777216
             */
            Size: number;
        };
        UploadTicketDto: {
            /** @description When the URL ends, RFC 3339. */
            expires_at: string;
            /**
             * @description Seconds until the URL ends.
             * @example 900
             */
            expires_in: number;
            /**
             * @description The job that was made, state `CREATED`.
             * @example 0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e
             */
            job_id: string;
            /** @description How the file may be sent in parts instead; null where it comes whole. */
            multipart: components["schemas"]["MultipartTicketDto"] | null;
            /**
             * @description Where to PUT the file: `curl -X PUT "<url>" -H "Content-Type: application/octet-stream" --data-binary @file`. Takes
             *     exactly the declared number of bytes.
             * @example https://storage.example.com/log-bucket/raw-logs/0190a6c0-7c4e-7b1a-9d2e-3f1c2b4a5d6e.log?X-Amz-Signature=…
             */
            presigned_url: string;
        };
        UserDto: {
            /** @description RFC 3339. */
            created_at: string;
            /** @example ann@example.com */
            email: string;
            /** @description A disabled user cannot sign in and is signed out everywhere. */
            is_active: boolean;
            /**
             * @description Any of `admin`, `user`, `viewer`.
             * @example [
             *       "user"
             *     ]
             */
            roles: string[];
            /** @description RFC 3339. */
            updated_at: string;
            /** @example 0190a6bf-1111-7aaa-8bbb-0123456789ab */
            user_id: string;
            /** @example ann */
            username: string;
        };
        VerificationDto: {
            /**
             * @description When the token ends, RFC 3339.
             * @example 2026-11-23T10:30:00.000Z
             */
            expires_at?: string;
            /**
             * @example [
             *       "ingest:write",
             *       "jobs:read",
             *       "jobs:write",
             *       "webhooks:read",
             *       "webhooks:write"
             *     ]
             */
            permissions?: string[];
            /**
             * @example [
             *       "user"
             *     ]
             */
            roles?: string[];
            /** @example 0190a6bf-1111-7aaa-8bbb-0123456789ab */
            user_id?: string;
            /** @example user */
            username?: string;
            /** @description Whether the token holds and its session lives. */
            valid: boolean;
        };
        VerifyTokenDto: {
            /**
             * @description An access token.
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCIsImtpZCI6IjVhZjIifQ.eyJzdWIiOiIwMTkwIn0.c2ln
             */
            token: string;
        };
        WebhookDeliveryDto: {
            /** @description How often it was tried. */
            attempts: number;
            created_at: string;
            /** @example 0190a6c0-3333-7b1a-9d2e-3f1c2b4a5d6e */
            delivery_id: string;
            /**
             * @description `job.completed`, `job.failed`, `job.expired` or `webhook.test`.
             * @example job.completed
             */
            event: string;
            /** @description When it was delivered or given up. */
            finished_at: string | null;
            /** @description The job it is about; null for a test. */
            job_id: string | null;
            last_attempt_at: string | null;
            /**
             * @description Why the last attempt failed without an answer that says so: `TIMEOUT`, `ADDRESS_NOT_ALLOWED`, `NAME_NOT_RESOLVED`,
             *     `CONNECTION_REFUSED`, `CONNECTION_FAILED`, `TLS_FAILED`, `SECRET_UNREADABLE`, `ENDPOINT_DISABLED`, `ENDPOINT_GONE` or
             *     `USER_DISABLED`.
             */
            last_error: string | null;
            /** @description Status of the last answer; null where there was none. */
            last_status_code: number | null;
            /** @description When it is tried again; null when it is not. */
            next_attempt_at: string | null;
            /**
             * @description `PENDING` until an attempt was answered 2xx or there are no more to come.
             * @enum {string}
             */
            status: "PENDING" | "DELIVERED" | "FAILED";
            /**
             * @description The `webhook-id` header: the same in every attempt.
             * @example 0190a6c0-4444-7b1a-9d2e-3f1c2b4a5d6e
             */
            webhook_id: string;
        };
        WebhookDto: {
            created_at: string;
            /** @description For people. */
            description: string | null;
            /** @description `GONE` where the endpoint answered 410, `OWNER` where its owner switched it off; null while it is enabled. */
            disabled_reason: string | null;
            /** @description Whether anything is sent. */
            enabled: boolean;
            /** @example 0190a6c0-2222-7b1a-9d2e-3f1c2b4a5d6e */
            endpoint_id: string;
            /** @description What it is told of. */
            events: ("job.completed" | "job.failed" | "job.expired")[];
            /** @description Until then messages are signed with the secret before the last rotation too; null when there is none. */
            previous_secret_expires_at: string | null;
            updated_at: string;
            /** @example https://hooks.example.com/ingest */
            url: string;
        };
        WebhookWithSecretDto: {
            created_at: string;
            /** @description For people. */
            description: string | null;
            /** @description `GONE` where the endpoint answered 410, `OWNER` where its owner switched it off; null while it is enabled. */
            disabled_reason: string | null;
            /** @description Whether anything is sent. */
            enabled: boolean;
            /** @example 0190a6c0-2222-7b1a-9d2e-3f1c2b4a5d6e */
            endpoint_id: string;
            /** @description What it is told of. */
            events: ("job.completed" | "job.failed" | "job.expired")[];
            /** @description Until then messages are signed with the secret before the last rotation too; null when there is none. */
            previous_secret_expires_at: string | null;
            /**
             * @description `whsec_` and the base64 of the key that messages are signed with. Keep it: it is not shown again.
             * @example whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD
             */
            secret: string;
            updated_at: string;
            /** @example https://hooks.example.com/ingest */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    openDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    closeDashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MeDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokensDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    endAllSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session. */
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyTokenDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerificationDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LivenessDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description A part is away */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadinessDto"];
                };
            };
        };
    };
    listParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedPartDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    abortParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    signPart: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
                /** @description Which part, from 1 on. */
                part_number: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedPartDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    completeParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompletePartsDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompletedPartsDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    signParts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignPartsDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedNumberedPartDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    completeUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same request gets the first answer again, and the work is done once. The same key with another request answers 422 `IDEMPOTENCY_KEY_REUSED`; while the first one is running, 409 `IDEMPOTENCY_KEY_IN_USE`. Keys are yours alone, and each operation has its own. A failure that changed nothing is not remembered. 1 to 255 visible ASCII characters, a UUID for example. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteUploadDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    initUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same request gets the first answer again, and the work is done once. The same key with another request answers 422 `IDEMPOTENCY_KEY_REUSED`; while the first one is running, 409 `IDEMPOTENCY_KEY_IN_USE`. Keys are yours alone, and each operation has its own. A failure that changed nothing is not remembered. 1 to 255 visible ASCII characters, a UUID for example. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InitUploadDto"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadTicketDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    previewText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewTextDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description Where the page begins, from the `Link` header of the page before; costs the same on every page. */
                cursor?: string;
                /** @description Only jobs of this type: `FILE_UPLOAD`. */
                job_type?: "FILE_UPLOAD";
                /** @description Jobs on a page. */
                limit?: number;
                /** @description Jobs to pass over; not together with `cursor`. */
                offset?: number;
                /** @description Only jobs in this state: `CREATED`, `QUEUED`, `PROCESSING`, `COMPLETED` or `FAILED`. */
                status?: "CREATED" | "QUEUED" | "PROCESSING" | "COMPLETED" | "FAILED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description Nothing has changed */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    watchJob: {
        parameters: {
            query?: {
                /** @description The access token, for clients that can send no header. */
                access_token?: string;
            };
            header?: {
                /** @description The id of the last event received; the stream goes on behind it. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Nothing will come any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listFields: {
        parameters: {
            query?: {
                /** @description Only records whose fields have these values: columns (`service`, `host`, `trace_id`, `span_id`, `severity_text`) or attributes, nested ones by dotted names: `{"status": "200", "user.id": "42"}`. Numbers are compared by value, `null` is never equal. In a URL `field.user.id=42`, or `field[user.id]=42`; given twice for one name, any of the values will do. */
                field?: {
                    [key: string]: string;
                };
                /**
                 * @description Only records at this time or later; RFC 3339 with a zone, such as `2015-05-18T00:00:00Z`. Records without a timestamp
                 *     are outside any range.
                 */
                from?: string;
                /** @description Only records with this text in body or raw text, whatever its case. */
                q?: string;
                /**
                 * @description Only records at least this severe: a number from 1 to 24 as in OpenTelemetry, or a word (`trace`, `debug`, `info`,
                 *     `warn`, `error`, `fatal`). Records of unknown severity are left out.
                 */
                severity_min?: string;
                /** @description Only records before this time; RFC 3339 with a zone, such as `2015-05-19T00:00:00Z`. It must not lie before `from`. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FieldsDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getFiles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilesDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getHistogram: {
        parameters: {
            query?: {
                /** @description What the counts of a bucket are told apart by: `severity`, `service` or `status`, which is the attribute of that name. */
                by?: "severity" | "service" | "status";
                /** @description Only records whose fields have these values: columns (`service`, `host`, `trace_id`, `span_id`, `severity_text`) or attributes, nested ones by dotted names: `{"status": "200", "user.id": "42"}`. Numbers are compared by value, `null` is never equal. In a URL `field.user.id=42`, or `field[user.id]=42`; given twice for one name, any of the values will do. */
                field?: {
                    [key: string]: string;
                };
                /**
                 * @description Only records at this time or later; RFC 3339 with a zone, such as `2015-05-18T00:00:00Z`. Records without a timestamp
                 *     are outside any range.
                 */
                from?: string;
                /** @description Width of a bucket in whole seconds, or `auto` for one that suits the time span. */
                interval?: string;
                /** @description Only records with this text in body or raw text, whatever its case. */
                q?: string;
                /**
                 * @description Only records at least this severe: a number from 1 to 24 as in OpenTelemetry, or a word (`trace`, `debug`, `info`,
                 *     `warn`, `error`, `fatal`). Records of unknown severity are left out.
                 */
                severity_min?: string;
                /** @description Only records before this time; RFC 3339 with a zone, such as `2015-05-19T00:00:00Z`. It must not lie before `from`. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistogramDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRecords: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only records whose fields have these values: columns (`service`, `host`, `trace_id`, `span_id`, `severity_text`) or attributes, nested ones by dotted names: `{"status": "200", "user.id": "42"}`. Numbers are compared by value, `null` is never equal. In a URL `field.user.id=42`, or `field[user.id]=42`; given twice for one name, any of the values will do. */
                field?: {
                    [key: string]: string;
                };
                /**
                 * @description Only records at this time or later; RFC 3339 with a zone, such as `2015-05-18T00:00:00Z`. Records without a timestamp
                 *     are outside any range.
                 */
                from?: string;
                /** @description Records on a page. */
                limit?: number;
                /** @description `asc` is the order of the file, `desc` the other way round. */
                order?: "asc" | "desc";
                /** @description Only records with this text in body or raw text, whatever its case. */
                q?: string;
                /**
                 * @description Only records at least this severe: a number from 1 to 24 as in OpenTelemetry, or a word (`trace`, `debug`, `info`,
                 *     `warn`, `error`, `fatal`). Records of unknown severity are left out.
                 */
                severity_min?: string;
                /** @description Only records before this time; RFC 3339 with a zone, such as `2015-05-19T00:00:00Z`. It must not lie before `from`. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPageDto"];
                    "application/x-ndjson": string;
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listRejects: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_cursor` of the page before. */
                cursor?: string;
                /** @description Rejects on a page. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectPageDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    retryJob: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat: for 24 hours the same key with the same request gets the first answer again, and the work is done once. The same key with another request answers 422 `IDEMPOTENCY_KEY_REUSED`; while the first one is running, 409 `IDEMPOTENCY_KEY_IN_USE`. Keys are yours alone, and each operation has its own. A failure that changed nothing is not remembered. 1 to 255 visible ASCII characters, a UUID for example. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the job. */
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    searchRecords: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_cursor` of the page before. */
                cursor?: string;
                /** @description Only records whose fields have these values: columns (`service`, `host`, `trace_id`, `span_id`, `severity_text`) or attributes, nested ones by dotted names: `{"status": "200", "user.id": "42"}`. Numbers are compared by value, `null` is never equal. In a URL `field.user.id=42`, or `field[user.id]=42`; given twice for one name, any of the values will do. */
                field?: {
                    [key: string]: string;
                };
                /**
                 * @description Only records at this time or later; RFC 3339 with a zone, such as `2015-05-18T00:00:00Z`. Records without a timestamp
                 *     are outside any range.
                 */
                from?: string;
                /** @description Records on a page. */
                limit?: number;
                /** @description Only records with this text in body or raw text, whatever its case. */
                q?: string;
                /**
                 * @description Only records at least this severe: a number from 1 to 24 as in OpenTelemetry, or a word (`trace`, `debug`, `info`,
                 *     `warn`, `error`, `fatal`). Records of unknown severity are left out.
                 */
                severity_min?: string;
                /** @description Only records before this time; RFC 3339 with a zone, such as `2015-05-19T00:00:00Z`. It must not lie before `from`. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordPageDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text format, version 0.0.4 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description Where the page begins, from the `Link` header of the page before. */
                cursor?: string;
                /** @description Only active users, or only disabled ones: `true` or `false`. */
                is_active?: boolean;
                /** @description Users on a page. */
                limit?: number;
                /** @description Users to pass over; not together with `cursor`. */
                offset?: number;
                /** @description Only users with this role. */
                role?: "admin" | "user" | "viewer";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserDto"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    disableUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the user. */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    changeMyPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookDto"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    removeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateWebhookDto"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The request body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description Where the page begins, from the `Link` header of the page before. */
                cursor?: string;
                /** @description Deliveries on a page. */
                limit?: number;
                /** @description Only those that are `PENDING`, `DELIVERED` or `FAILED`. */
                status?: "PENDING" | "DELIVERED" | "FAILED";
            };
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"][];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookWithSecretDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the endpoint. */
                endpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryDto"];
                };
            };
            /** @description No access token, or one that does not hold */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The role lacks the permission */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description No such thing, or another user’s */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The state does not allow it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description The input is invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Over the limit; `Retry-After` says for how long */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Postgres or storage is away; `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
            /** @description Not done in time, and stopped */
            504: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDto"];
                };
            };
        };
    };
}
