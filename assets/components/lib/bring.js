// Where files and numbers come from: over HTTP, or out of the page itself where it has no server.

/** @type {null | ((address: string) => Promise<Response>)} */
let source = null

/** From now on, take everything from `other`; it is asked by the address as Python or a component says it. */
export const bringFrom = (other) => (source = other)

/**
 * What is at an address.
 * @param {string} address
 * @param {() => URL} whole the same as a server knows it
 */
export const bring = (address, whole) => (source ? source(address) : fetch(whole()))
