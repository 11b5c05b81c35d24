/** Stands in for modules that only a server has. */
export {}
