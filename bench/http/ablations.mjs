export const ABLATIONS = { nothing: {} };
