import { licenceRoutes } from '@aoc/contracts';
import { licenceStatus } from '@aoc/server/licence';
import { Controller, Inject } from '@nestjs/common';
import { DEPENDENCIES, type ApiDependencies } from '../app/dependencies';
import { Endpoint } from '../http/endpoint';

@Controller()
export class LicenceController {
  constructor(@Inject(DEPENDENCIES) private readonly deps: ApiDependencies) {}

  @Endpoint(licenceRoutes.licence)
  async licence() {
    return licenceStatus(this.deps.licence, this.deps.clock.now());
  }
}
