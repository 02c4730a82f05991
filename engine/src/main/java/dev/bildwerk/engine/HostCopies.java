package dev.bildwerk.engine;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Copies between the processor's memory and a GPU's through memory that the system does not move (pinned), which the GPU reads
 * and writes by itself. libtorch keeps such memory for the next copy and waits with that until the last one is done.
 */
final class HostCopies {
    private HostCopies() {}

    /**
     * Copies to a GPU, in the format that it has, and converts there. The processor goes on meanwhile; later work on the GPU
     * waits for it.
     *
     * @param source on the CPU; its memory may be freed after the call
     */
    static Tensor toGpu(Tensor source, org.bytedeco.pytorch.Device gpu, ScalarType format, MemoryFormat layout) {
        Tensor there = source.contiguous()
                .pin_memory()
                .to(gpu, source.scalar_type(), true, true, new MemoryFormatOptional(MemoryFormat.Contiguous));
        return there.to(gpu, format, false, false, new MemoryFormatOptional(layout));
    }

    /** Copies from a GPU, converted there before; the values are there when it returns. */
    static Tensor fromGpu(Tensor source, ScalarType format) {
        Tensor plain = source.to(format).contiguous();
        Tensor here = torch.empty(
                plain.sizes(),
                plain.options()
                        .device(new DeviceOptional(DTypes.device(Device.CPU)))
                        .pinned_memory(new BoolOptional(true)),
                new MemoryFormatOptional());
        return here.copy_(plain);
    }
}
