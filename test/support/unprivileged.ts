// Runs something without the rights of the superuser, who may read everything.
const NOBODY = 65_534;

/** As another user where the tests run as root; files must be open to it as far as it should come. */
export async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
