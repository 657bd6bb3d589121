/** Fills `{name}` of an OpenAPI style path; each value is percent-encoded, so ids with slashes are safe. */
export function fillPath(path: string, params: Record<string, unknown> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === null) throw new TypeError(`path parameter ${name} is missing`);
    return encodeURIComponent(String(value));
  });
}

/** Query string with `?`, or empty. Arrays become repeated parameters; undefined, null and empty strings are left out. */
export function queryString(query: Record<string, unknown> = {}): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') out.append(name, String(item));
    }
  }
  const text = out.toString();
  return text === '' ? '' : `?${text}`;
}
