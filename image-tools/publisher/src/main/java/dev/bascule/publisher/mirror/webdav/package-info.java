/** A web server that takes files (RFC 4918). Start at {@link dev.bascule.publisher.mirror.webdav.WebDavStore}. */
@NullMarked
package dev.bascule.publisher.mirror.webdav;

import org.jspecify.annotations.NullMarked;
