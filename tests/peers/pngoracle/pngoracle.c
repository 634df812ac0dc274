/* Reads each PNG named on the command line with libpng and writes its pixels next to it as <name>.rgba16:
 * u32 LE width, u32 LE height, then rows of RGBA, 16 bits a sample, big-endian. Prints "ok <name>" or
 * "error <name>: <what libpng said>" per file. Build: cc -O1 pngoracle.c -o pngoracle -lpng */
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void on_error(png_structp png, png_const_charp message)
{
    printf("error %s: %s\n", (const char *)png_get_error_ptr(png), message);
    longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void put_u32(FILE *out, unsigned value)
{
    for (int shift = 0; shift < 32; shift += 8)
        fputc((int)(value >> shift) & 0xff, out);
}

static void convert(const char *name)
{
    FILE *volatile in = fopen(name, "rb");
    if (!in) {
        printf("error %s: cannot open\n", name);
        return;
    }
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, (png_voidp)name, on_error, on_warning);
    png_infop info = png_create_info_struct(png);
    png_bytep volatile pixels = NULL;
    png_bytep *volatile rows = NULL;
    if (setjmp(png_jmpbuf(png)) == 0) {
        /* A broken chunk length would otherwise make libpng clear a gigabyte before it notices. */
        png_set_chunk_malloc_max(png, 1 << 20);
        png_init_io(png, in);
        png_read_info(png, info);
        png_set_expand(png);
        png_set_expand_16(png);
        png_set_gray_to_rgb(png);
        png_set_add_alpha(png, 0xffff, PNG_FILLER_AFTER);
        png_set_interlace_handling(png);
        png_read_update_info(png, info);
        png_uint_32 width = png_get_image_width(png, info), height = png_get_image_height(png, info);
        if (png_get_rowbytes(png, info) != (size_t)width * 8)
            png_error(png, "pngoracle: not RGBA16");
        pixels = calloc(height, (size_t)width * 8);
        rows = malloc(height * sizeof *rows);
        if (!pixels || !rows)
            png_error(png, "pngoracle: out of memory");
        for (png_uint_32 y = 0; y < height; y++)
            rows[y] = pixels + (size_t)y * width * 8;
        png_read_image(png, rows);
        png_read_end(png, NULL);

        char out_name[4096];
        snprintf(out_name, sizeof out_name, "%s.rgba16", name);
        FILE *out = fopen(out_name, "wb");
        if (!out)
            png_error(png, "pngoracle: cannot write");
        put_u32(out, width);
        put_u32(out, height);
        fwrite(pixels, (size_t)width * 8, height, out);
        fclose(out);
        printf("ok %s\n", name);
    }
    png_destroy_read_struct(&png, &info, NULL);
    free(rows);
    free(pixels);
    fclose(in);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        convert(argv[i]);
    return 0;
}
