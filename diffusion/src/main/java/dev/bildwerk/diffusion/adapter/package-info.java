/**
 * Small files that change a model: LoRA and its relatives, merged into the weights and exactly taken out again.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021, LoRA</a>
 * @see <a href="https://arxiv.org/abs/2108.06098">Hyeon-Woo et al. 2021, FedPara, the Hadamard products of LoHa</a>
 * @see <a href="https://arxiv.org/abs/2309.14859">Yeh et al. 2023, LyCORIS, with LoKr</a>
 * @see <a href="https://arxiv.org/abs/2306.07967">Chavan et al. 2023, GLoRA</a>
 * @see <a href="https://arxiv.org/abs/2205.05638">Liu et al. 2022, (IA)^3</a>
 * @see <a href="https://arxiv.org/abs/2402.09353">Liu et al. 2024, DoRA</a>
 */
package dev.bildwerk.diffusion.adapter;
