/** Keys that sign, their files and their passphrases. Start at {@link dev.bascule.publisher.key.Signer}. */
@NullMarked
package dev.bascule.publisher.key;

import org.jspecify.annotations.NullMarked;
