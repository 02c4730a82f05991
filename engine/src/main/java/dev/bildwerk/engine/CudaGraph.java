package dev.bildwerk.engine;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.cuda.CUDAStream;
import org.bytedeco.pytorch.cuda.CUDAStreamGuard;
import org.bytedeco.pytorch.cuda.DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair;
import org.bytedeco.pytorch.cuda.StreamFilter;
import org.bytedeco.pytorch.global.torch_cuda;

/**
 * A recording by CUDA's stream capture. JavaCPP does not know libtorch's own {@code CUDAGraph}; this does what that one does:
 * the allocator takes memory from a pool that is kept for the graph while the stream is captured.
 *
 * <p>Not run yet on a GPU.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-programming-guide/">CUDA programming guide, CUDA graphs</a>
 */
final class CudaGraph implements FixedShapes.Recording {
    /** libtorch counts its own pools from 1; these are far from them. */
    private static final AtomicLong POOLS = new AtomicLong(1L << 40);

    private final byte device;
    private final LongPointer poolNumbers = new LongPointer(2);
    /** A pair of numbers; JavaCPP takes the type for another pair, and must not be asked to make or free one. */
    private final DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair pool;

    private final CUgraphExec_st graph = new CUgraphExec_st();
    private boolean pooled;
    private boolean ready;

    CudaGraph(Device.Cuda gpu) {
        LibTorch.await();
        device = (byte) gpu.index();
        poolNumbers.put(0, 0).put(1, POOLS.incrementAndGet());
        poolNumbers.retainReference();
        pool = new DeviceAssertionsDataVectorCUDAKernelLaunchInfoVectorPair(poolNumbers);
        pool.retainReference();
        graph.retainReference();
    }

    /** The streams whose memory comes from the pool: the one that is captured. */
    private static final class OneStream extends StreamFilter {
        private final long address;

        OneStream(CUstream_st stream) {
            address = stream.address();
        }

        @Override
        public boolean call(Pointer stream) {
            return stream != null && stream.address() == address;
        }
    }

    @Override
    public void record(Runnable work) {
        try (Scope scope = Scope.open()) {
            CUDAStream stream = torch_cuda.getStreamFromPool(false, device);
            CUstream_st raw = stream.stream();
            torch_cuda.device_synchronize();
            try (CUDAStreamGuard guard = new CUDAStreamGuard(stream.asStream());
                    OneStream filter = new OneStream(raw);
                    CUgraph_st recorded = new CUgraph_st()) {
                torch_cuda.beginAllocateToPool(device, pool, filter);
                pooled = true;
                try {
                    capture(raw, recorded, work);
                } finally {
                    torch_cuda.endAllocateToPool(device, pool);
                }
                require(cudart.cudaGraphInstantiate(graph, recorded, 0));
                ready = true;
                require(cudart.cudaGraphDestroy(recorded));
            }
        }
    }

    /** A capture that was begun is ended whatever happens, or the stream could not be used again. */
    private static void capture(CUstream_st stream, CUgraph_st recorded, Runnable work) {
        require(cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal));
        int ended;
        try {
            work.run();
        } finally {
            ended = cudart.cudaStreamEndCapture(stream, recorded);
        }
        require(ended);
    }

    @Override
    public void replay() {
        try (Scope scope = Scope.open()) {
            require(cudart.cudaGraphLaunch(graph, torch_cuda.getCurrentCUDAStream(device).stream()));
        }
    }

    private static void require(int error) {
        if (error != 0) {
            String reason = cudart.cudaGetErrorString(error).getString();
            throw new EngineException("engine.cuda-graph", "CUDA did not record the work: %s.".formatted(reason));
        }
    }

    @Override
    public void close() {
        if (ready) {
            ready = false;
            torch_cuda.device_synchronize();
            cudart.cudaGraphExecDestroy(graph);
        }
        if (pooled) {
            pooled = false;
            torch_cuda.getAllocator().releasePool(device, pool);
        }
    }
}
