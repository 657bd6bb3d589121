import type { Story } from '../model';
import type { Script } from './script';

export interface Plot {
  key: string;
  title: string;
  techniques: string[];
  /** Hour of the day (UTC) at which it plays, where that matters. */
  utcHour?: number;
  /** How much faster it runs when live, as factor on the pauses. */
  livePace: number;
  write(script: Script): Pick<Story, 'actors' | 'targets'>;
}
