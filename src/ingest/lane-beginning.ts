// Where a lane begins that reads a file from its first byte.
import { emptyLedger, type Generation } from '../model/block.js';
import { BlockCutter } from './block-cutter.js';
import { readerOptions, type LaneDependencies, type LaneStart } from './lane-contract.js';
import { OpenBlock } from './open-block.js';

export function laneBeginning(generation: Generation, dependencies: LaneDependencies): LaneStart {
  const reader = dependencies.format.open(readerOptions(generation, dependencies));
  return {
    reader,
    cutter: new BlockCutter(dependencies.maxLineBytes),
    block: new OpenBlock({ number: 0, start: 0, firstLine: 1, readerState: reader.saveForDecoding() }),
    offset: 0,
    ledger: emptyLedger(generation.id),
    openRecord: null,
    droppedNuls: 0,
    skipped: {},
  };
}
