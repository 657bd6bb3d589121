import type { Redis } from './valkey';

/** An amount of something, such as requests or tokens. */
export interface QuotaAmount {
  name: string;
  amount: number;
  /** 0: no limit. */
  limit: number;
}

// All or nothing, in one step, so that many processes together do not go beyond a limit.
const TAKE = `
for i = 2, #ARGV, 3 do
  local used = tonumber(redis.call('HGET', KEYS[1], ARGV[i]) or '0')
  local limit = tonumber(ARGV[i + 2])
  if limit > 0 and used + tonumber(ARGV[i + 1]) > limit then return ARGV[i] end
end
for i = 2, #ARGV, 3 do redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return ''`;

/** Amounts that were used, by key, shared by all processes. */
export class QuotaStore {
  constructor(
    private readonly client: Redis,
    private readonly prefix: string,
  ) {}

  /**
   * Takes all amounts (whole numbers), or none when one of them would go beyond its limit.
   * @param keepMs how long the key is kept from now on
   * @returns null, or the name of what is used up
   */
  async take(key: readonly string[], amounts: readonly QuotaAmount[], keepMs: number): Promise<string | null> {
    const args = amounts.flatMap(({ name, amount, limit }) => [name, String(amount), String(limit)]);
    const refused = String(await this.client.eval(TAKE, 1, this.name(key), String(Math.ceil(keepMs)), ...args));
    return refused === '' ? null : refused;
  }

  /** Amounts used so far. */
  async used(key: readonly string[]): Promise<Record<string, number>> {
    const fields = await this.client.hgetall(this.name(key));
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, Number(value)]));
  }

  private name(key: readonly string[]): string {
    return `${this.prefix}:quota:${key.map(encodeURIComponent).join(':')}`;
  }
}
