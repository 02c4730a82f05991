/** Who and whose way of working is not to be drawn, because they asked for that. */
package dev.bildwerk.safety.consent;
