package dev.bascule.updater.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class SmallHeapTest {

  @Test
  void collectsWhatNobodyUses() {
    WeakReference<byte[]> unused = new WeakReference<>(new byte[1 << 20]);

    new SmallHeap().tidy();

    assertThat(unused.get()).isNull();
  }

  @Test
  void collectsNothingWhileTheHeapStaysAsItIs() {
    SmallHeap heap = new SmallHeap();
    heap.tidy();
    WeakReference<byte[]> unused = new WeakReference<>(new byte[1]);

    heap.tidy();

    assertThat(unused.get()).isNotNull();
  }
}
