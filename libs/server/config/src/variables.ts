import { z } from 'zod';
import { certificates, flag, hostsAndRanges, key, keys, list, listOf, number, roleMap, text, url, variable } from './fields';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const guid = () => text().refine((v) => v === '' || GUID.test(v), 'expected a GUID');
const choice = <const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) =>
  z.enum(values).default(fallback as never);

/** Every variable that the product reads, in the order and groups of `.env.example`. */
export const variables = {
  'Microsoft tenant': {
    TENANT_ID: variable(
      guid(),
      'Entra tenant id (Directory ID) that is collected. Empty: npm start uses the bundled simulator.',
      '9f1c3c0e-5f0a-4b8e-9d0b-0d6a3a1f7c11',
    ),
    CLIENT_ID: variable(guid(), 'Application (client) id of the app registration.', '4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10'),
    CLIENT_SECRET: variable(text(), 'Client secret value (not the secret id).', '', true),
    CLIENT_CERTIFICATE: variable(
      text(),
      'Instead of CLIENT_SECRET: certificate of the app registration (PEM), mostly as CLIENT_CERTIFICATE_FILE.',
    ),
    CLIENT_CERTIFICATE_KEY: variable(
      text(),
      'Private key of that certificate (PEM, RSA, without password), mostly as CLIENT_CERTIFICATE_KEY_FILE.',
      '',
      true,
    ),
    TENANT_NAME: variable(text(), 'Name shown for the tenant.', 'Contoso'),
    SOURCES: variable(list('directory,signin,intune,unified'), 'Sources to fetch: directory, signin, intune, unified.'),
    SIGNIN_KINDS: variable(
      listOf(['interactiveUser', 'nonInteractiveUser', 'servicePrincipal', 'managedIdentity'], 'interactiveUser'),
      'Sign-in logs to read: interactiveUser, nonInteractiveUser, servicePrincipal, managedIdentity. All but the first come from Graph beta, which Microsoft does not support for production, and are many.',
    ),
    LOGIN_URL: variable(
      url('https://login.microsoftonline.com'),
      'Sign-in endpoint. US Gov: https://login.microsoftonline.us, China: https://login.chinacloudapi.cn',
    ),
    GRAPH_URL: variable(
      url('https://graph.microsoft.com'),
      'Microsoft Graph. US Gov: https://graph.microsoft.us, China: https://microsoftgraph.chinacloudapi.cn',
    ),
    MANAGEMENT_URL: variable(
      url('https://manage.office.com'),
      'Management Activity API. US Gov: https://manage.office365.us, China: https://manage.office.cn',
    ),
  },
  Ingestion: {
    ENABLE_PERIODIC_FETCH: variable(flag(true), 'Fetch on a schedule.'),
    FETCH_INTERVAL_MINUTES: variable(number(60, 0.05, 1440), 'Minutes between scheduled fetches.'),
    INITIAL_FETCH_HOURS: variable(number(168, 1, 720), 'How far back the first fetch of a source reads.'),
    FETCH_OVERLAP_MINUTES: variable(
      number(60, 0, 2880),
      'Minutes before the watermark that every Graph run reads again, because records arrive late.',
    ),
    FETCH_CONCURRENCY: variable(number(4, 1, 64), 'Sources that one worker fetches at the same time.'),
    RETENTION_DAYS: variable(number(0, 0, 36500), 'Days that events are kept; 0 keeps them all.'),
    RETENTION_KEEP_TAGGED: variable(flag(true), 'Events that carry a tag are kept beyond retention.'),
    ARCHIVE_DIR: variable(text(), 'Folder where retention writes events as gzipped NDJSON before it deletes them; empty: no archive.'),
    MAPPINGS_FILE: variable(text(), 'YAML file with category labels and summary templates (1.x: mappings.yml); empty: the built-in one.'),
    WEBHOOK_CLIENT_STATE: variable(
      text(),
      'clientState that Graph notifications must carry; empty: /api/webhooks/* refuses all.',
      '',
      true,
    ),
    IMPORT_MAX_BYTES: variable(number(2147483648, 1024, 1e12), 'Largest import file after unpacking, in bytes.'),
  },
  Stores: {
    MONGO_URI: variable(
      url('', ['mongodb:', 'mongodb+srv:']),
      'MongoDB 7 or 8, or DocumentDB. Empty: npm start provides one.',
      'mongodb://user:password@localhost:27017',
      true,
    ),
    DB_NAME: variable(
      text('micro_soc').refine((v) => /^[\w-]{1,38}$/.test(v), 'expected letters, digits, _ or -'),
      'Database name.',
    ),
    REDIS_URL: variable(
      url('', ['redis:', 'rediss:']),
      'Valkey 8 or newer. Empty: npm start provides one.',
      'redis://localhost:6379',
      true,
    ),
    QUEUE_PREFIX: variable(
      text('aoc').refine((v) => /^[\w-]{1,32}$/.test(v), 'expected letters, digits, _ or -'),
      'Prefix of all keys in Valkey; differs when installations share one.',
    ),
    MONGO_ROOT_USERNAME: variable(text(), 'Only for docker-compose: user created in MongoDB.'),
    MONGO_ROOT_PASSWORD: variable(text(), 'Only for docker-compose: password of that user.', '', true),
    MONGO_PORT: variable(number(27017, 1, 65535), 'Only for docker-compose: published port of MongoDB.'),
    SEARCH_RAW_TEXT: variable(flag(false), 'Also index the full raw text; costs three quarters of the ingest rate.'),
  },
  Web: {
    HOST: variable(
      text('127.0.0.1'),
      'Address the API listens on. Anything but loopback needs AUTH_ENABLED=true or ALLOW_UNAUTHENTICATED_NETWORK=true.',
    ),
    PORT: variable(number(8000, 0, 65535), 'Port of the API and, in the small set-up, the dashboard.'),
    ALLOW_UNAUTHENTICATED_NETWORK: variable(
      flag(false),
      'Serve other machines without sign-in. Anyone who reaches the port can read everything.',
    ),
    WEB_DIR: variable(text(), 'Folder of the built dashboard that the API serves; empty: only the API.'),
    CORS_ORIGINS: variable(list(), 'Origins that may call the API from a browser, comma separated.'),
    DEFAULT_PAGE_SIZE: variable(number(24, 1, 500), 'Events per page.'),
    EXPORT_CONCURRENCY: variable(number(4, 1, 100), 'Exports that one API process writes at the same time.'),
    LIVE_CONNECTIONS: variable(number(500, 1, 10000), 'Live views that one API process serves at the same time.'),
    RATE_LIMIT_PER_MINUTE: variable(number(6000, 0, 1_000_000), 'Requests of one caller in a minute, over all API processes; 0: no limit.'),
    RATE_LIMIT_TENANT_PER_MINUTE: variable(
      number(0, 0, 10_000_000),
      'Requests of all callers in one tenant in a minute, so that no tenant of many slows the others down; 0: no limit.',
    ),
    RATE_LIMIT_HEAVY_PER_MINUTE: variable(
      number(120, 0, 1_000_000),
      'Of these, exports, imports, fetches, previews and checks of tenants; 0: no limit.',
    ),
    PUBLIC_URL: variable(url(''), 'Address under which people reach AOC, for links.', 'https://aoc.example.com'),
  },
  'Sign-in': {
    AUTH_ENABLED: variable(flag(false), 'Require Entra sign-in.'),
    AUTH_TENANT_ID: variable(guid(), 'Tenant whose users may sign in.'),
    AUTH_CLIENT_ID: variable(guid(), 'Application id of the sign-in app registration.'),
    AUTH_SCOPE: variable(
      text(),
      'Scope that the dashboard asks for; empty: api://AUTH_CLIENT_ID/access.',
      'api://4c2a9a5e-1b7d-4a58-8a56-7a3f0a2b9c10/access',
    ),
    AUTH_ALLOWED_ROLES: variable(list(), 'App roles that may use AOC, comma separated.'),
    AUTH_ALLOWED_GROUPS: variable(list(), 'Group ids that may use AOC, comma separated.'),
    AUTH_ROLES: variable(
      roleMap('AOC.Viewer=viewer,AOC.Analyst=analyst,AOC.Admin=admin,AOC.MspAdmin=msp_admin'),
      'Roles inside AOC by app role or group id, comma separated; the highest counts.',
    ),
    AUTH_DEFAULT_ROLE: variable(
      choice(['viewer', 'analyst', 'admin', 'none'], 'viewer'),
      'Role of those who may use AOC and hold none of AUTH_ROLES: viewer, analyst, admin, or none (no access).',
    ),
  },
  Licence: {
    LICENSE_KEY: variable(text(), 'Licence for serving more than one tenant; one tenant needs none. Checked offline.', '', true),
  },
  Privacy: {
    PRIVACY_SERVICES: variable(list(), 'Services shown only to holders of a privacy role.'),
    PRIVACY_SENSITIVE_OPERATIONS: variable(list(), 'Operations shown only to holders of a privacy role.'),
    PRIVACY_SERVICE_ROLES: variable(list(), 'Roles that may see them.'),
  },
  'Alerts and forwarding': {
    ALERTS_ENABLED: variable(flag(false), 'Evaluate detection rules on new events.'),
    ALERT_WEBHOOK_URL: variable(url(''), 'Default notification channel, may be internal.', '', true),
    ALERT_WEBHOOK_FORMAT: variable(choice(['generic', 'slack', 'teams'], 'generic'), 'Payload of that channel: generic, slack or teams.'),
    ALERT_DEDUPE_MINUTES: variable(number(15, 0, 10080), 'Repeats within this time are one alert; 0 switches it off.'),
    SMTP_URL: variable(
      url('', ['smtp:', 'smtps:']),
      'Mail server for e-mail notifications; empty: no e-mail.',
      'smtp://user:password@mail.example.com:587',
      true,
    ),
    SMTP_FROM: variable(text(), 'Sender of these e-mails.', 'AOC <aoc@example.com>'),
    NOTIFY_ALLOW_PRIVATE: variable(
      hostsAndRanges(),
      'Internal receivers of notifications: host names, addresses or ranges, comma separated. All other internal addresses, and http, are refused.',
      'chat.corp.example,10.1.0.0/16',
    ),
    NOTIFY_CA: variable(
      certificates(),
      'Certificates (PEM) of further authorities that receivers of notifications and the mail server may have theirs from. Mostly as a file: NOTIFY_CA_FILE=/path/ca.pem.',
    ),
    SIEM_ENABLED: variable(flag(false), 'Forward every new event.'),
    SIEM_WEBHOOK_URL: variable(url(''), 'Receiver of forwarded events (HTTP POST of NDJSON).', 'https://siem.example.com/ingest', true),
  },
  Secrets: {
    ENCRYPTION_KEY: variable(
      key(),
      'Key that seals secrets in the database (32 bytes, base64; openssl rand -base64 32). Without it AOC refuses to store any; npm start makes one.',
      '',
      true,
    ),
    ENCRYPTION_KEY_PREVIOUS: variable(
      keys(),
      'Earlier keys, comma separated: what they sealed is still opened, and sealed again with the present one.',
      '',
      true,
    ),
  },
  'Ask (AI)': {
    AI_FEATURES_ENABLED: variable(flag(false), 'Ask, explain and MCP.'),
    LLM_API_KEY: variable(
      text(),
      'Key of the language model service; empty: no language model, unless LLM_BASE_URL names a server of your own.',
      '',
      true,
    ),
    LLM_BASE_URL: variable(url('https://api.openai.com/v1'), 'OpenAI-compatible endpoint.'),
    LLM_MODEL: variable(text('gpt-4o-mini'), 'Model name.'),
    LLM_MAX_EVENTS: variable(number(200, 1, 2000), 'Events given to the model at most.'),
    LLM_TIMEOUT_SECONDS: variable(number(30, 1, 600), 'Time limit of one call.'),
    LLM_API_VERSION: variable(text(), 'Azure OpenAI api-version.'),
    LLM_DAILY_REQUESTS: variable(number(2000, 0, 1e9), 'Requests to the language model for one tenant in a day (UTC); 0: no limit.'),
    LLM_DAILY_TOKENS: variable(number(5_000_000, 0, 1e12), 'Tokens, read and written, for one tenant in a day (UTC); 0: no limit.'),
    LLM_PSEUDONYMISE: variable(flag(false), 'Send stand-ins instead of names of people and things, mail addresses and IP addresses.'),
  },
  Operations: {
    LOG_LEVEL: variable(choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'), 'Least severe log line.'),
    METRICS_PORT: variable(
      number(0, 0, 65535),
      'Port of the worker for /metrics and /health, loopback unless METRICS_HOST says otherwise; 0: none.',
    ),
    METRICS_HOST: variable(text('127.0.0.1'), 'Address of that port.'),
    DEMO: variable(flag(false), 'Set by npm start when it runs on the simulator.'),
  },
} as const;
