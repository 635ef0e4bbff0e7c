package dev.bascule.publisher.mirror.webdav;

import dev.bascule.publisher.mirror.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the answer to {@code PROPFIND} (RFC 4918, section 14.16). It comes from a server that nobody vouches for: no document
 * type, no entity, nothing fetched, and everything bounded.
 */
final class Multistatus {

  /** Things in one collection. */
  static final int MAX_ENTRIES = 100_000;

  private static final String DAV = "DAV:";
  private static final int MAX_TEXT = 4096;
  private static final int MAX_DEPTH = 32;

  private final XMLStreamReader xml;
  private final List<DavEntry> entries = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private String href = "";
  private boolean collection;
  private long length = -1;
  private Instant modified = Instant.MAX;

  private Multistatus(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * Reads a document.
   *
   * @param document bounded by the caller
   * @throws IOException if it is no such answer
   */
  static List<DavEntry> parse(InputStream document) throws IOException {
    try {
      XMLStreamReader xml = factory().createXMLStreamReader(document, null);
      try {
        return new Multistatus(xml).read();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof StoreException failure) {
        throw failure;
      }
      throw new IOException("expected XML, found something else" + at(e), e);
    }
  }

  private static String at(XMLStreamException e) {
    return e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNumber();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("nothing is fetched");
    });
    return factory;
  }

  private List<DavEntry> read() throws IOException, XMLStreamException {
    int depth = 0;
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(++depth);
        case XMLStreamConstants.END_ELEMENT -> {
          end();
          depth--;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
          append();
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new IOException("expected no document type and no entity, found one");
        default -> {
        }
      }
    }
    return List.copyOf(entries);
  }

  private void start(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("expected at most " + MAX_DEPTH + " levels, found more");
    }
    if (depth == 1 && !is("multistatus")) {
      throw new IOException("expected multistatus, found " + xml.getLocalName());
    }
    text.setLength(0);
    if (is("response")) {
      href = "";
      collection = false;
      length = -1;
      modified = Instant.MAX;
    } else if (is("collection")) {
      collection = true;
    }
  }

  private void append() throws IOException {
    if (text.length() + xml.getTextLength() > MAX_TEXT) {
      throw new IOException(
          "expected at most " + MAX_TEXT + " characters in an element, found more");
    }
    text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
  }

  private void end() throws IOException {
    String value = text.toString().strip();
    text.setLength(0);
    if (is("href")) {
      // Others may follow inside the properties; the first is the response's own.
      href = href.isEmpty() ? value : href;
    } else if (is("getcontentlength")) {
      length = parseLength(value);
    } else if (is("getlastmodified")) {
      modified = parseTime(value);
    } else if (is("response")) {
      add();
    }
  }

  private void add() throws IOException {
    if (href.isEmpty()) {
      throw new IOException("expected an href in each response, found none");
    }
    if (entries.size() == MAX_ENTRIES) {
      throw new IOException("expected at most " + MAX_ENTRIES + " responses, found more");
    }
    entries.add(new DavEntry(href, collection, length, modified));
  }

  private static long parseLength(String value) throws IOException {
    // Where a property has no value it is in the answer all the same, and empty.
    if (value.isEmpty()) {
      return -1;
    }
    if (!value.matches("[0-9]{1,18}")) {
      throw new IOException("expected a length in bytes, found another");
    }
    return Long.parseLong(value);
  }

  private static Instant parseTime(String value) {
    try {
      return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }

  private boolean is(String name) {
    return name.equals(xml.getLocalName()) && DAV.equals(xml.getNamespaceURI());
  }
}
