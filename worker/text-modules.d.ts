declare module '*.sql' {
  const text: string;
  export default text;
}
/** A file's text, as vite reads it for tests. */
declare module '*?raw' {
  const text: string;
  export default text;
}
