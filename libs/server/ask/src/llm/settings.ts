import type { Config } from '@aoc/server/config';

/** Variables of the environment that decide about the language model. */
export type LanguageModelConfig = Pick<
  Config,
  'LLM_API_KEY' | 'LLM_BASE_URL' | 'LLM_MODEL' | 'LLM_TIMEOUT_SECONDS' | 'LLM_API_VERSION' | 'LLM_PSEUDONYMISE'
>;

export interface ModelSettings {
  /** Empty: the server wants none. */
  key: string;
  /** Without a slash at the end. */
  baseUrl: string;
  model: string;
  timeoutMs: number;
  /** `api-version` of Azure OpenAI; null for all others. */
  azureVersion: string | null;
  pseudonymise: boolean;
}

const OPENAI = 'https://api.openai.com/v1';
/** Generally available, knows `max_completion_tokens` and usage in streams. */
const AZURE_VERSION = '2024-10-21';
const AZURE_HOST = /\.(openai\.azure\.(com|us|cn)|cognitiveservices\.azure\.(com|us|cn)|services\.ai\.azure\.com)$/;
/** The form of Azure that needs no version and takes the key like OpenAI. */
const AZURE_V1 = /\/openai\/v1$/;

function azureVersionOf(url: URL, version: string): string | null {
  if (version !== '') return version;
  return AZURE_HOST.test(url.hostname) && !AZURE_V1.test(url.pathname) ? AZURE_VERSION : null;
}

/** Azure serves deployments under `/openai`; people copy the endpoint without it. */
function azureBase(url: URL): string {
  const path = url.pathname.replace(/\/+$/, '');
  return `${url.origin}${path === '' ? '/openai' : path}`;
}

/**
 * What to call and how; null when no language model is configured. A key is one way to configure it; the other is an address that is not
 * the default, for servers of one's own that want no key.
 */
export function modelSettings(config: LanguageModelConfig): ModelSettings | null {
  const baseUrl = config.LLM_BASE_URL || OPENAI;
  if (config.LLM_API_KEY === '' && baseUrl === OPENAI) return null;
  const url = new URL(baseUrl);
  const azureVersion = azureVersionOf(url, config.LLM_API_VERSION);
  return {
    key: config.LLM_API_KEY,
    baseUrl: azureVersion === null ? baseUrl : azureBase(url),
    model: config.LLM_MODEL,
    timeoutMs: config.LLM_TIMEOUT_SECONDS * 1000,
    azureVersion,
    pseudonymise: config.LLM_PSEUDONYMISE,
  };
}
