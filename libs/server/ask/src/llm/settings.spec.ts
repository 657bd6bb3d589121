import { modelSettings } from './settings';
import { modelConfig } from '../testing/model-question';

const settings = (url: string, version = '') => modelSettings(modelConfig({ LLM_BASE_URL: url, LLM_API_VERSION: version }));

describe('settings of the language model', () => {
  it.each([
    ['https://api.openai.com/v1', '', 'https://api.openai.com/v1', null],
    ['https://llm.corp.example/api', '', 'https://llm.corp.example/api', null],
    ['https://contoso.openai.azure.com', '', 'https://contoso.openai.azure.com/openai', '2024-10-21'],
    ['https://contoso.openai.azure.com/openai', '2025-01-01', 'https://contoso.openai.azure.com/openai', '2025-01-01'],
    ['https://contoso.openai.azure.com/openai/v1', '', 'https://contoso.openai.azure.com/openai/v1', null],
    ['https://contoso.openai.azure.us/openai/deployments/x', '', 'https://contoso.openai.azure.us/openai/deployments/x', '2024-10-21'],
    ['https://gateway.corp.example/azure', '2024-10-21', 'https://gateway.corp.example/azure', '2024-10-21'],
    ['https://openai.azure.com.evil.example/v1', '', 'https://openai.azure.com.evil.example/v1', null],
  ])('%s with version %j is called at %s', (url, version, baseUrl, azureVersion) => {
    expect(settings(url, version)).toMatchObject({ baseUrl, azureVersion });
  });

  it('is absent without a key at the default address', () => {
    expect(modelSettings(modelConfig({ LLM_API_KEY: '' }))).toBeNull();
    expect(modelSettings(modelConfig({ LLM_API_KEY: '', LLM_BASE_URL: '' }))).toBeNull();
    expect(modelSettings(modelConfig({ LLM_API_KEY: '', LLM_BASE_URL: 'http://localhost:11434/v1' }))).not.toBeNull();
  });
});
