/**
 * The rules of the house. Every rule's name says what is wrong; its comment says what to do instead.
 * A domain's public face is its module, its services, its dto/ and its errors.ts.
 */
const DOMAINS = 'auth|users|jobs|ingest|parsing|processing|logs|health|webhooks';
const PUBLIC_FACE = `(\\.module|\\.service|/dto/[^/]+|/errors)\\.ts$`;

/** May import exactly these other domains. */
const ALLOWED = {
  auth: ['users'],
  users: [],
  jobs: [],
  ingest: ['jobs', 'parsing'],
  parsing: ['jobs'],
  processing: ['jobs', 'parsing'],
  logs: ['jobs'],
  health: [],
  webhooks: ['jobs'],
};

const direction = Object.entries(ALLOWED).map(([domain, others]) => ({
  name: `${domain}-may-only-import-${others.length > 0 ? others.join('-and-') : 'common'}`,
  comment: `Domains depend on each other in one direction: auth→users, ingest→jobs and parsing, processing→jobs and parsing, parsing→jobs, logs→jobs, webhooks→jobs.`,
  severity: 'error',
  from: { path: `^src/${domain}/` },
  to: { path: `^src/(${DOMAINS})/`, pathNot: [`^src/(${[domain, ...others].join('|')})/`] },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...direction,
    {
      name: 'no-circular-imports',
      comment: 'Two files that need each other are one idea, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'common-knows-no-domain',
      comment: 'common/ serves every domain and knows none; pass what it needs in.',
      severity: 'error',
      from: { path: '^src/common/' },
      to: { path: `^src/(${DOMAINS})/` },
    },
    {
      name: 'domains-meet-through-their-public-face',
      comment:
        'Entities, repositories, processors and parsers are private; use the module, a service, dto/ or errors.ts.',
      severity: 'error',
      from: { path: `^src/(${DOMAINS})/`, pathNot: '\\.spec\\.ts$' },
      to: { path: `^src/(${DOMAINS})/`, pathNot: ['^src/$1/', PUBLIC_FACE] },
    },
    {
      name: 'no-process-of-ours-loads-the-parser',
      comment: 'What reads a file runs in a child process, which `ParsingService` starts by its path.',
      severity: 'error',
      from: { path: '^src/(main|worker)\\.ts$' },
      to: {
        path: '^src/parsing/(parse-file|parser\\.child|(detection|fields|formats|input|output|patterns)/.*)',
        reachable: true,
      },
    },
    {
      name: 'the-api-never-reaches-processing',
      comment: 'Jobs belong to the worker; the API hands work over through the queue.',
      severity: 'error',
      from: { path: '^src/(main|api\\.module)\\.ts$' },
      to: { path: '^src/processing/', reachable: true },
    },
    {
      name: 'only-common-http-and-controllers-know-http',
      comment: 'Services, repositories and processors throw domain errors; common/http translates them.',
      severity: 'error',
      from: {
        path: '\\.(service|repository|processor|sweeper|driver|entity)\\.ts$|/errors\\.ts$',
        pathNot: '^src/common/http/',
      },
      to: { path: '(^|/)express/|^src/common/http/' },
    },
    {
      name: 'errors-know-no-http',
      comment: 'Errors carry a kind and a code, no status.',
      severity: 'error',
      from: { path: '^src/common/errors/' },
      to: { path: '^src/common/http/|node_modules/@nestjs' },
    },
    {
      name: 'the-client-knows-the-document-alone',
      comment: 'Its types are made from openapi.json; whoever uses it needs nothing of the service.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: '^(src|migrations)/', pathNot: '^src/client/' },
    },
    {
      name: 'the-command-line-is-a-client',
      comment: 'It talks to a service somewhere else, by the typed client; it shares no module with it.',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^(src|migrations)/', pathNot: '^src/(cli|client)/' },
    },
    {
      name: 'the-service-is-no-client-of-itself',
      comment: 'Client and command line are for others.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/(cli|client|scripts)/' },
      to: { path: '^src/(cli|client)/' },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nothing imports and that is no entry point is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '^src/scripts/',
          '\\.worker\\.mjs$',
          '^src/(main|worker|cli/ingest)\\.ts$',
          '\\.spec\\.ts$',
        ],
      },
      to: {},
    },
    {
      name: 'no-dev-dependencies-in-the-service',
      comment: 'The image installs production dependencies only.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: ['\\.spec\\.ts$', '^src/scripts/'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'not-resolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
