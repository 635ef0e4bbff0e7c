/**
 * Keys in security modules, by PKCS#11 straight to the module's library: the Java platform's own provider knows neither
 * Ed25519 nor keys without a certificate. Start at {@link dev.bascule.publisher.pkcs11.Tokens}.
 *
 * <p>Nothing else in the publisher imports {@code com.sun.jna}. Numbers and structures are those of PKCS#11 2.40 and 3.0,
 * laid out as on Linux, where {@code CK_ULONG} and pointers have one size and nothing is packed.
 */
@NullMarked
package dev.bascule.publisher.pkcs11;

import org.jspecify.annotations.NullMarked;
