// A program that keeps its pictures in a managed segment of boost::interprocess (protocol: ../qtpeer/qtpeer.cpp).
//
//   g++ -std=c++17 -O1 boostpeer.cpp -o boostpeer
//
//   segment NAME WIDTH HEIGHT SEED PATH   makes one with a counter, BGR pixels of the tests' pattern in an array ("frame"), grey ones of
//                                         16 bits in a vector ("depth"), a file in another ("file"), and one double without a name
//   grow COUNT                            makes that many more numbers, and moves the vector of grey pixels
//   objects                               what boost itself tells of the objects: name, offset and bytes of each
//   content                               where the vectors' elements are: depth's offset and bytes, file's offset and bytes
//   remove
#include <boost/interprocess/allocators/allocator.hpp>
#include <boost/interprocess/containers/vector.hpp>
#include <boost/interprocess/managed_shared_memory.hpp>
#include <boost/version.hpp>

#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace ip = boost::interprocess;

template <class T> using Allocator = ip::allocator<T, ip::managed_shared_memory::segment_manager>;
template <class T> using Vector = ip::vector<T, Allocator<T>>;

std::unique_ptr<ip::managed_shared_memory> memory;
std::string name;

int level(int channel, int x, int y, int seed)
{
    static const int factors[4][3] = {{7, 3, 29}, {5, 11, 17}, {13, 2, 41}, {3, 19, 23}};
    const int *f = factors[channel];
    return (x * f[0] + y * f[1] + seed * f[2]) & 0xff;
}

long offsetOf(const void *at) { return static_cast<const char *>(at) - static_cast<const char *>(memory->get_address()); }

void segment(const std::string &path, int width, int height, int seed)
{
    memory = std::make_unique<ip::managed_shared_memory>(ip::create_only, name.c_str(), 1 << 18);
    auto &manager = *memory->get_segment_manager();
    *memory->construct<int32_t>("frame counter")() = 41;
    *memory->construct<double>(ip::unique_instance)() = 0.5;
    auto *frame = memory->construct<unsigned char>("frame")[size_t(width * height * 3)](0);
    auto &depth = *memory->construct<Vector<uint16_t>>("depth")(manager.get_allocator<uint16_t>());
    depth.reserve(size_t(width * height));
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            for (int channel = 2; channel >= 0; channel--)
                *frame++ = static_cast<unsigned char>(level(channel, x, y, seed));
            depth.push_back(uint16_t(level(0, x, y, seed) << 8 | ((x * 31 + y * 17 + seed) & 0xff)));
        }
    }
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    memory->construct<Vector<char>>("file")(bytes.begin(), bytes.end(), manager.get_allocator<char>());
}

void grow(int count)
{
    for (int i = 0; i < count; i++)
        memory->construct<int32_t>(("number " + std::to_string(i)).c_str())(i);
    auto &depth = *memory->find<Vector<uint16_t>>("depth").first;
    const auto size = depth.size();
    depth.reserve(depth.capacity() * 2);
    depth.resize(size);
}

std::string objects()
{
    std::ostringstream reply;
    const auto tell = [&](const std::string &object, const void *value, size_t bytes) { reply << object << '|' << offsetOf(value) << '|' << bytes << '|'; };
    for (auto at = memory->named_begin(); at != memory->named_end(); ++at) {
        const std::string object(at->name(), at->name_length());
        const size_t bytes = object == "frame" ? memory->find<unsigned char>("frame").second
            : object == "depth" || object == "file" ? sizeof(Vector<char>) : sizeof(int32_t);
        tell(object, at->value(), bytes);
    }
    for (auto at = memory->unique_begin(); at != memory->unique_end(); ++at)
        tell(at->name(), at->value(), sizeof(double));
    return reply.str();
}

std::string content()
{
    const auto &depth = *memory->find<Vector<uint16_t>>("depth").first;
    const auto &file = *memory->find<Vector<char>>("file").first;
    std::ostringstream reply;
    reply << offsetOf(depth.data()) << ' ' << 2 * depth.size() << ' ' << offsetOf(file.data()) << ' ' << file.size();
    return reply.str();
}

std::string run(const std::vector<std::string> &words)
{
    const auto &command = words.at(0);
    if (command == "segment") {
        name = words.at(1);
        segment(words.at(5), std::stoi(words.at(2)), std::stoi(words.at(3)), std::stoi(words.at(4)));
        return {};
    }
    if (command == "grow") {
        grow(std::stoi(words.at(1)));
        return {};
    }
    if (command == "objects")
        return objects();
    if (command == "content")
        return content();
    if (command == "remove") {
        ip::shared_memory_object::remove(name.c_str());
        return {};
    }
    throw std::runtime_error("unknown command");
}

std::string decoded(const std::string &word)
{
    std::string text;
    for (size_t i = 0; i < word.size(); i++) {
        text += word[i] == '%' ? char(std::stoi(word.substr(i + 1, 2), nullptr, 16)) : word[i];
        i += word[i] == '%' ? 2 : 0;
    }
    return text;
}

} // namespace

int main()
{
    std::cout << "ok boostpeer " << BOOST_LIB_VERSION << std::endl;
    for (std::string line; std::getline(std::cin, line) && line != "quit";) {
        std::vector<std::string> words;
        std::istringstream stream(line);
        for (std::string word; stream >> word;)
            words.push_back(decoded(word));
        try {
            const auto reply = run(words);
            std::cout << (reply.empty() ? "ok" : "ok " + reply) << std::endl;
        } catch (const std::exception &failure) {
            std::cout << "error -1 " << failure.what() << std::endl;
        }
    }
    return 0;
}
