package dev.bascule.updater.service;

import dev.bascule.updater.UpdaterException;

/** A job is at work, and there is one at a time. */
public final class ServiceBusyException extends UpdaterException {
  private static final long serialVersionUID = 1L;

  ServiceBusyException(String verb) {
    super("the device is busy: " + verb + " is at work", "wait for it, or end it: bascule cancel");
  }
}
