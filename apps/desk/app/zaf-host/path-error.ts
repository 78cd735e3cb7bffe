/** A path that cannot be read, set or invoked; reaches the app as an entry of `errors`. */
export class HostPathError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'APIPathError';
  }
}

export const noSuchPath = () => new HostPathError('No such Api');
export const notSettable = () => new HostPathError('is read only');
export const invalidValue = (what: string) => new HostPathError(`expects ${what}`);
