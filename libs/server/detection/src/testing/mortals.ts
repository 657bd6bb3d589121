import { AsyncLocalStorage } from 'node:async_hooks';

/** The end of a process: nothing that it still wants of the database or the queue is sent any more. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

interface Life {
  /** Commands until the end; below zero: dead. */
  left: number;
  sent: number;
}

const lives = new AsyncLocalStorage<Life>();

/** Methods by which commands leave the process, with the prototypes that have them. */
export interface CommandSource {
  prototype: object;
  methods: readonly string[];
  /** Calls that are part of another method's, which counts. */
  isPart?: (args: readonly unknown[]) => boolean;
}

/**
 * Work that dies as by `kill -9`, seen from database and queue: after a number of commands no further one arrives, and those that were
 * sent are carried out. Stands between the program and the drivers until it is given back.
 */
export class Mortals {
  private readonly given: (() => void)[] = [];

  constructor(sources: readonly CommandSource[]) {
    for (const { prototype, methods, isPart } of sources)
      for (const name of methods) this.given.push(Mortals.stand(prototype, name, isPart));
  }

  private static stand(prototype: object, name: string, isPart: CommandSource['isPart']): () => void {
    const original: unknown = Reflect.get(prototype, name);
    if (typeof original !== 'function') throw new Error(`the driver has no ${name}`);
    const between = function (this: unknown, ...args: unknown[]): unknown {
      const life = lives.getStore();
      if (!life || isPart?.(args)) return Reflect.apply(original, this, args);
      if (life.left <= 0) {
        life.left = -1;
        return Promise.reject(new Killed('the process is gone'));
      }
      life.left -= 1;
      life.sent += 1;
      const result: unknown = Reflect.apply(original, this, args);
      // The answer to the last command finds nobody.
      return life.left > 0 ? result : Promise.resolve(result).then(() => Promise.reject(new Killed('the process is gone')));
    };
    Reflect.set(prototype, name, between);
    return () => void Reflect.set(prototype, name, original);
  }

  /** Does the work until it is done or `commands` were sent. @returns how many were sent, and whether it lived to the end */
  async live(commands: number, work: () => Promise<unknown>): Promise<{ sent: number; died: boolean }> {
    const life: Life = { left: commands, sent: 0 };
    return lives.run(life, async () => {
      try {
        await work();
      } catch (error) {
        if (life.left > 0) throw error;
      }
      return { sent: life.sent, died: life.left <= 0 };
    });
  }

  /** Gives the drivers their methods back. */
  end(): void {
    for (const back of this.given) back();
  }
}
