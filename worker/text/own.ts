/** A slice of thirteen characters or more keeps the whole text alive that it was cut from; so does whatever keeps the slice. */
const SLICED = 13;

/** The same characters, in memory of their own. */
export const own = (text: string): string => (text.length < SLICED ? text : ` ${text}`.slice(1));
