/** The package that speaks the protocol. */
export type Protocol = typeof import('@modelcontextprotocol/server');

/** Loaded with the first call, so that a start without one does not pay for it. */
export const loadProtocol = (): Promise<Protocol> => import('@modelcontextprotocol/server');
