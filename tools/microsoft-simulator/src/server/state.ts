import type { SimulatorClock } from './clock';
import type { FaultBox } from './faults';
import type { Journal } from './journal';
import type { SessionStore } from './sign-in/sessions';
import type { Tenant } from './tenant';
import type { TokenService } from './tokens';

/** Behaviour of the whole server; see `SimulatorOptions` for the meaning. */
export interface Behaviour {
  maxBlobRecords: number;
  contentPageSize: number;
  nextLinkSeconds: number;
  tokenSeconds: number;
  subscriptionBackfillHours: number;
}

export interface Urls {
  url: string;
  loginUrl: string;
  graphUrl: string;
  managementUrl: string;
}

export interface State {
  clock: SimulatorClock;
  tenants: Map<string, Tenant>;
  tokens: TokenService;
  /** Sign-in of people. */
  sessions: SessionStore;
  faults: FaultBox;
  journal: Journal;
  behaviour: Behaviour;
  urls: Urls;
}

/** A request after routing; `body` is complete. */
export interface Call {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** `graph.directoryAudits`, `management.content`, ... */
  endpoint: string;
}
