import { Injectable } from '@nestjs/common';
import { Slots } from '../http/slots';

/** Previews that one process runs at the same time: each reads as fast as the database gives. */
const MAX_PREVIEWS = 3;

@Injectable()
export class PreviewSlots extends Slots {
  constructor() {
    super(MAX_PREVIEWS, 'previews');
  }
}
