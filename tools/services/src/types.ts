export type ServiceName = 'database' | 'queue';
export type Log = (line: string) => void;

/** How a service came to be: which link of the chain provides it. */
export interface ServiceInfo {
  kind: 'given' | 'program' | 'memory-server' | 'debian';
  /** For people: what runs, such as `mongod from /usr/bin/mongod`. */
  description: string;
  uri: string;
}

export interface ServicesOptions {
  /** Folder for everything that the services store; made when missing. */
  dataDir: string;
  /** Which services to start; both unless given. */
  need?: ServiceName[];
  /** Receives one line for each step that is taken or skipped. */
  log?: Log;
  env?: NodeJS.ProcessEnv;
  /** False for tests: nothing is synced to disk (a killed process still loses nothing) and `stop` deletes the data. True unless given. */
  persist?: boolean;
  /** Fixed ports on 127.0.0.1; free ones are chosen otherwise. */
  ports?: { database?: number; queue?: number };
}

/** One service that runs. A given one (MONGO_URI, REDIS_URL) cannot be restarted or killed: these throw. */
export interface RunningService {
  info: ServiceInfo;
  /** Stop it in an orderly way and start it again on the same port with the same data. */
  restart(): Promise<void>;
  /** Kill the real process with SIGKILL, as a crash would, and start it again on the same port with the same data. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}
