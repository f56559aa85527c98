# What a Ruby process does first under `mockwx exec`: Net::HTTP asks http_proxy even for https; here it asks https_proxy.
require 'net/http'

module MockwxHttpsProxy
  def proxy_uri
    return super unless use_ssl?

    @mockwx_proxy_uri = URI::HTTPS.build(host: address, port: port).find_proxy || false if @mockwx_proxy_uri.nil?
    @mockwx_proxy_uri || nil
  end
end

Net::HTTP.prepend(MockwxHttpsProxy)
