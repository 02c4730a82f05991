/** Files in the user's data folder that several processes read and change. */
package dev.bildwerk.safety.store;
