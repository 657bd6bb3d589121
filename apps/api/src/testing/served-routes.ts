import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { CONTRACT } from '../http/endpoint';

export interface NestHandler {
  name: string;
  /** What `@Endpoint` bound it to; undefined for a handler that was bound in another way. */
  contract: unknown;
}

/** Every method of a controller that Nest serves. */
export function nestHandlers(app: INestApplication): NestHandler[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype: object = metatype.prototype;
    return Object.getOwnPropertyNames(prototype).flatMap((key) => {
      const method: unknown = Reflect.get(prototype, key);
      if (typeof method !== 'function' || Reflect.getMetadata('path', method) === undefined || key === 'constructor') return [];
      return [{ name: `${metatype.name}.${key}`, contract: Reflect.getMetadata(CONTRACT, method) }];
    });
  });
}

const LINE = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/;

/** Every route of the server beneath, as `GET /api/events/{id}`. */
export function serverRoutes(server: Pick<FastifyInstance, 'printRoutes'>): string[] {
  const routes: string[] = [];
  const path: string[] = [];
  for (const line of server.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent, part, methods] = LINE.exec(line) ?? [];
    if (indent === undefined || part === undefined) continue;
    path.length = indent.length / 4;
    path.push(part);
    const address = path.join('').replace(/:(\w+)/g, '{$1}');
    for (const method of methods?.split(', ') ?? []) routes.push(`${method} ${address}`);
  }
  return routes;
}
