/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plugins/front/chain.h"

int main(int argc, char **argv)
{
	return oa_program_main(&oa_program_chain, argc, argv);
}
