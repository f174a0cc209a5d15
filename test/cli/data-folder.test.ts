// A data folder that cannot be used is told as such, with the way out.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dataFolderFault } from '../../src/cli/data-folder-fault.js';
import { realProject, sample } from './support/real-project.js';

const fault = (code: string, path: string): Error => Object.assign(new Error(code), { code, path });

it.each(['EACCES', 'EPERM', 'EROFS'])('%s in it is about the folder', (code) => {
  const told = dataFolderFault('/srv/shop', fault(code, '/srv/shop/store/live'));
  expect(told).toMatchObject({ code: 'path-unreadable', exitCode: 3 });
  expect(told?.message).toContain('The data folder /srv/shop cannot be used');
  expect(told?.hint).toContain('--data');
});

it('an error about something else is none of it', () => {
  expect(dataFolderFault('/srv/shop', fault('EACCES', '/srv/shopyz'))).toBeNull();
  expect(dataFolderFault('/srv/shop', fault('EMFILE', '/srv/shop/store'))).toBeNull();
  expect(dataFolderFault('/srv/shop', new Error('other'))).toBeNull();
});

it('a data folder that is a file is refused without a fault of the program', async () => {
  const project = realProject();
  const { code, err } = await project.run(['replay', sample, '--data', join(process.cwd(), 'package.json')]);
  expect(code).toBe(3);
  expect(err).toContain('package.json cannot be used: a part of its path is a file');
  expect(err).not.toContain('fault of the program');
  project.remove();
});
