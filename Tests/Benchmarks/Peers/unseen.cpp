// The neurons that the compiler of NeuronDsl was not tuned with, as a C++ programmer writes them: structures of arrays, the whole step of the
// classic Runge-Kutta method fused into one loop that g++ and clang vectorise. The equations are those of ../Neurons, the arguments and
// columns those of the other peers: unseen LABEL MODEL STEPS N..., then label, model, type, N, steps, million neuron-steps a second of this
// thread (median, best), spikes, mean potential.
//
// g++ -O3 -march=native -ffast-math -fopenmp-simd -mprefer-vector-width=512 unseen.cpp -o unseen
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <time.h>
#include <type_traits>
#include <vector>

#define INLINE static inline __attribute__((always_inline))

static double cpu_seconds()
{
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

// x / (1 - exp(-x / k)), with the first terms of its series where that is 0 / 0.
template <class T> INLINE T linoid(T x, T k)
{
    T y = x / k;
    return std::fabs(y) < T(0.03) ? k * (T(1) + y * (T(0.5) + y * T(1. / 12))) : x / (T(1) - std::exp(-y));
}

template <class T> INLINE T sigmoid(T x) { return T(1) / (T(1) + std::exp(-x)); }

struct Cortical
{
    static constexpr const char *name = "cortical";
    static constexpr int states = 7;
    static constexpr double dt = 0.01, low = 1, range = 4, threshold = -20, initial[states] = {-70, 0.01, 0.99, 0.02, 0.03, 0.001, 0.6};

    template <class T>
    INLINE void derivatives(T v, T m, T h, T n, T p, T q, T r, T I, T &dv, T &dm, T &dh, T &dn, T &dp, T &dq, T &dr)
    {
        T vt = T(-56.2);
        dv = I - T(50) * m * m * m * h * (v - T(50)) - T(5) * n * n * n * n * (v + T(90)) - T(0.03) * p * (v + T(90))
            - T(0.2) * q * q * r * (v - T(120)) - T(0.01) * (v + T(70));
        dm = T(0.32) * linoid(v - vt - T(13), T(4)) * (T(1) - m) - T(0.28) * linoid(vt + T(40) - v, T(5)) * m;
        dh = T(0.128) * std::exp(-(v - vt - T(17)) / T(18)) * (T(1) - h) - T(4) * sigmoid((v - vt - T(40)) / T(5)) * h;
        dn = T(0.032) * linoid(v - vt - T(15), T(5)) * (T(1) - n) - T(0.5) * std::exp(-(v - vt - T(10)) / T(40)) * n;
        dp = (sigmoid((v + T(35)) / T(10)) - p) * (T(3.3) * std::exp((v + T(35)) / T(20)) + std::exp(-(v + T(35)) / T(20))) / T(608);
        dq = T(0.055) * linoid(v + T(27), T(3.8)) * (T(1) - q) - T(0.94) * std::exp(-(v + T(75)) / T(17)) * q;
        dr = T(0.000457) * std::exp(-(v + T(13)) / T(50)) * (T(1) - r) - T(0.0065) * sigmoid((v + T(15)) / T(28)) * r;
    }
};

struct TwoCompartments
{
    static constexpr const char *name = "compartments";
    static constexpr int states = 6;
    static constexpr double dt = 0.01, low = 5, range = 10, threshold = -20, initial[states] = {-60, 0.7, 0.1, -60, 0.05, 0.02};

    template <class T>
    INLINE void derivatives(T v, T h, T n, T d, T c, T s, T I, T &dv, T &dh, T &dn, T &dd, T &dc, T &ds)
    {
        T open = sigmoid((v + T(35)) / T(7.8));
        dv = I - T(120) * open * open * open * h * (v - T(55)) - T(100) * n * n * n * n * (v + T(80)) - T(0.51) * (v + T(60)) - T(1) * (v - d);
        dh = (sigmoid(-(v + T(55)) / T(7)) - h) * (std::exp((v + T(50)) / T(15)) + std::exp(-(v + T(50)) / T(16))) / T(30);
        dn = (sigmoid((v + T(28)) / T(15)) - n) * (std::exp((v + T(40)) / T(40)) + std::exp(-(v + T(40)) / T(50))) / T(7);
        dd = T(-0.33) * c * (d - T(80)) - T(0.2) * s * (d + T(80)) - T(0.51) * (d + T(60)) - T(0.1 / 0.9) * (d - v);
        dc = (sigmoid((d + T(40)) / T(7)) - c) / T(40);
        ds = (sigmoid((d + T(30)) / T(8)) - s) * (std::exp((d + T(30)) / T(16)) + std::exp(-(d + T(30)) / T(16))) / T(100);
    }
};

struct TanhRates
{
    static constexpr const char *name = "tanh";
    static constexpr int states = 3;
    static constexpr double dt = 0.05, low = 90, range = 60, threshold = 0, initial[states] = {-60, 0.015, 0};

    template <class T>
    INLINE void derivatives(T v, T w, T z, T I, T &dv, T &dw, T &dz)
    {
        dv = (I - T(4.4) * T(0.5) * (T(1) + std::tanh((v + T(1.2)) / T(18))) * (v - T(120)) - (T(8) * w + z) * (v + T(84))
            - T(2) * (v + T(60))) / T(20);
        dw = T(0.04) * std::cosh((v - T(2)) / T(60)) * (T(0.5) * (T(1) + std::tanh((v - T(2)) / T(30))) - w);
        dz = T(0.002) * (T(1.5) + std::tanh((v + T(5)) / T(10))) * (T(0.5) * (T(1) + std::tanh(v / T(25))) - z);
    }
};

template <class T>
__attribute__((noinline)) long step(Cortical, int count, T *__restrict vs, T *__restrict ms, T *__restrict hs, T *__restrict ns, T *__restrict ps, T *__restrict qs, T *__restrict rs, const T *__restrict drive)
{
    const T dt = T(Cortical::dt), half = T(0.5) * dt, sixth = dt / T(6), threshold = T(Cortical::threshold);
    typename std::conditional<sizeof(T) == 4, int, long>::type spikes = 0;
#pragma omp simd reduction(+ : spikes)
    for (int i = 0; i < count; i++)
    {
        T v = vs[i], m = ms[i], h = hs[i], n = ns[i], p = ps[i], q = qs[i], r = rs[i], I = drive[i];
        T v1, m1, h1, n1, p1, q1, r1;
        T v2, m2, h2, n2, p2, q2, r2;
        T v3, m3, h3, n3, p3, q3, r3;
        T v4, m4, h4, n4, p4, q4, r4;
        Cortical::derivatives<T>(v, m, h, n, p, q, r, I,
            v1, m1, h1, n1, p1, q1, r1);
        Cortical::derivatives<T>(v + half * v1, m + half * m1, h + half * h1, n + half * n1, p + half * p1, q + half * q1, r + half * r1, I,
            v2, m2, h2, n2, p2, q2, r2);
        Cortical::derivatives<T>(v + half * v2, m + half * m2, h + half * h2, n + half * n2, p + half * p2, q + half * q2, r + half * r2, I,
            v3, m3, h3, n3, p3, q3, r3);
        Cortical::derivatives<T>(v + dt * v3, m + dt * m3, h + dt * h3, n + dt * n3, p + dt * p3, q + dt * q3, r + dt * r3, I,
            v4, m4, h4, n4, p4, q4, r4);
        T next = v + sixth * (v1 + 2 * (v2 + v3) + v4);
        spikes += v < threshold && next >= threshold ? 1 : 0;
        vs[i] = next;
        ms[i] = m + sixth * (m1 + 2 * (m2 + m3) + m4);
        hs[i] = h + sixth * (h1 + 2 * (h2 + h3) + h4);
        ns[i] = n + sixth * (n1 + 2 * (n2 + n3) + n4);
        ps[i] = p + sixth * (p1 + 2 * (p2 + p3) + p4);
        qs[i] = q + sixth * (q1 + 2 * (q2 + q3) + q4);
        rs[i] = r + sixth * (r1 + 2 * (r2 + r3) + r4);
    }
    return spikes;
}

template <class T>
__attribute__((noinline)) long step(TwoCompartments, int count, T *__restrict vs, T *__restrict hs, T *__restrict ns, T *__restrict ds, T *__restrict cs, T *__restrict ss, const T *__restrict drive)
{
    const T dt = T(TwoCompartments::dt), half = T(0.5) * dt, sixth = dt / T(6), threshold = T(TwoCompartments::threshold);
    typename std::conditional<sizeof(T) == 4, int, long>::type spikes = 0;
#pragma omp simd reduction(+ : spikes)
    for (int i = 0; i < count; i++)
    {
        T v = vs[i], h = hs[i], n = ns[i], d = ds[i], c = cs[i], s = ss[i], I = drive[i];
        T v1, h1, n1, d1, c1, s1;
        T v2, h2, n2, d2, c2, s2;
        T v3, h3, n3, d3, c3, s3;
        T v4, h4, n4, d4, c4, s4;
        TwoCompartments::derivatives<T>(v, h, n, d, c, s, I,
            v1, h1, n1, d1, c1, s1);
        TwoCompartments::derivatives<T>(v + half * v1, h + half * h1, n + half * n1, d + half * d1, c + half * c1, s + half * s1, I,
            v2, h2, n2, d2, c2, s2);
        TwoCompartments::derivatives<T>(v + half * v2, h + half * h2, n + half * n2, d + half * d2, c + half * c2, s + half * s2, I,
            v3, h3, n3, d3, c3, s3);
        TwoCompartments::derivatives<T>(v + dt * v3, h + dt * h3, n + dt * n3, d + dt * d3, c + dt * c3, s + dt * s3, I,
            v4, h4, n4, d4, c4, s4);
        T next = v + sixth * (v1 + 2 * (v2 + v3) + v4);
        spikes += v < threshold && next >= threshold ? 1 : 0;
        vs[i] = next;
        hs[i] = h + sixth * (h1 + 2 * (h2 + h3) + h4);
        ns[i] = n + sixth * (n1 + 2 * (n2 + n3) + n4);
        ds[i] = d + sixth * (d1 + 2 * (d2 + d3) + d4);
        cs[i] = c + sixth * (c1 + 2 * (c2 + c3) + c4);
        ss[i] = s + sixth * (s1 + 2 * (s2 + s3) + s4);
    }
    return spikes;
}

template <class T>
__attribute__((noinline)) long step(TanhRates, int count, T *__restrict vs, T *__restrict ws, T *__restrict zs, const T *__restrict drive)
{
    const T dt = T(TanhRates::dt), half = T(0.5) * dt, sixth = dt / T(6), threshold = T(TanhRates::threshold);
    typename std::conditional<sizeof(T) == 4, int, long>::type spikes = 0;
#pragma omp simd reduction(+ : spikes)
    for (int i = 0; i < count; i++)
    {
        T v = vs[i], w = ws[i], z = zs[i], I = drive[i];
        T v1, w1, z1;
        T v2, w2, z2;
        T v3, w3, z3;
        T v4, w4, z4;
        TanhRates::derivatives<T>(v, w, z, I,
            v1, w1, z1);
        TanhRates::derivatives<T>(v + half * v1, w + half * w1, z + half * z1, I,
            v2, w2, z2);
        TanhRates::derivatives<T>(v + half * v2, w + half * w2, z + half * z2, I,
            v3, w3, z3);
        TanhRates::derivatives<T>(v + dt * v3, w + dt * w3, z + dt * z3, I,
            v4, w4, z4);
        T next = v + sixth * (v1 + 2 * (v2 + v3) + v4);
        spikes += v < threshold && next >= threshold ? 1 : 0;
        vs[i] = next;
        ws[i] = w + sixth * (w1 + 2 * (w2 + w3) + w4);
        zs[i] = z + sixth * (z1 + 2 * (z2 + z3) + z4);
    }
    return spikes;
}

template <class T> long advance(Cortical m, int count, const std::vector<T *> &y)
{
    return step<T>(m, count, y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]);
}

template <class T> long advance(TwoCompartments m, int count, const std::vector<T *> &y)
{
    return step<T>(m, count, y[0], y[1], y[2], y[3], y[4], y[5], y[7]);
}

template <class T> long advance(TanhRates m, int count, const std::vector<T *> &y) { return step<T>(m, count, y[0], y[1], y[2], y[7]); }

template <class M, class T> void measure(const char *label, int count, long steps)
{
    std::vector<T *> rows(8);
    for (T *&row : rows) row = (T *)aligned_alloc(64, (sizeof(T) * count + 63) / 64 * 64);
    for (int i = 0; i < count; i++)
    {
        for (int s = 0; s < M::states; s++) rows[s][i] = T(M::initial[s]);
        rows[7][i] = T(M::low + M::range * double(i) / count);
    }
    long spikes = 0;
    double start = cpu_seconds();
    for (long k = 0; k < steps; k++) spikes += advance(M(), count, rows);
    double rate = double(count) * steps / (cpu_seconds() - start) / 1e6, mean = 0;
    for (int i = 0; i < count; i++) mean += rows[0][i];
    printf("%s,%s,%s,%d,%ld,%.2f,%.2f,%ld,%.6f\n", label, M::name, sizeof(T) == 4 ? "f32" : "f64", count, steps, rate, rate, spikes, mean / count);
    for (T *row : rows) free(row);
}

template <class M> void both(const char *label, const char *model, const std::vector<int> &counts, long steps)
{
    if (strcmp(model, "all") && strcmp(model, M::name)) return;
    for (int count : counts) measure<M, float>(label, count, steps);
    for (int count : counts) measure<M, double>(label, count, steps);
}

int main(int argc, char **argv)
{
    if (argc < 5) return fprintf(stderr, "unseen LABEL MODEL|all STEPS N...\n"), 2;
    std::vector<int> counts;
    for (int i = 4; i < argc; i++) counts.push_back(atoi(argv[i]));
    both<Cortical>(argv[1], argv[2], counts, atol(argv[3]));
    both<TwoCompartments>(argv[1], argv[2], counts, atol(argv[3]));
    both<TanhRates>(argv[1], argv[2], counts, atol(argv[3]));
}
