/** An accuracy as a percentage with one digit behind the point: those of children differ by less than a percent. */
export const tenths = (share) => `${(100 * share).toFixed(1)} %`
